package dev.darkbox.cli;

/// Who types.
final class Person {

    private Person() {}

    /// The name of whoever logged in, for the ledger.
    static String name() {
        String sudo = System.getenv("SUDO_USER");
        String name = sudo == null ? System.getProperty("user.name", "") : sudo;
        return name.isBlank() || name.equals("darkbox") ? "somebody" : name;
    }
}
