package dev.darkbox.device.sim.wire;

import java.util.function.UnaryOperator;

/// The ear of a box that is spoken to in lines: collects characters until one that ends a request.
final class LineEar {

    private static final int LONGEST = 64;

    private final String ends;
    private final StringBuilder heard = new StringBuilder();

    /// @param ends characters that end a request and are no part of it
    LineEar(String ends) {
        this.ends = ends;
    }

    void clear() {
        heard.setLength(0);
    }

    /// Hears a piece.
    ///
    /// @param answer to a whole request; empty for none
    /// @return all answers to what ended in this piece
    String hear(String piece, UnaryOperator<String> answer) {
        var answers = new StringBuilder();
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (ends.indexOf(c) >= 0) {
                String request = heard.toString();
                heard.setLength(0);
                if (!request.isEmpty()) {
                    answers.append(answer.apply(request));
                }
            } else if (heard.length() < LONGEST) {
                heard.append(c);
            }
        }
        return answers.toString();
    }
}
