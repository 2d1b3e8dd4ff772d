package dev.darkbox.quality;

import dev.darkbox.device.FrameBuffer;
import java.util.SplittableRandom;

/// What a cable, a driver or a camera does to a frame.
enum Spoil {
    SHIFTED_BY_FIVE_COLUMNS {
        @Override
        int pixel(FrameBuffer f, int x, int y, SplittableRandom r) {
            return f.adu((x + 5) % f.shape().widthPx(), y);
        }
    },
    SHIFTED_BY_A_COLUMN {
        @Override
        int pixel(FrameBuffer f, int x, int y, SplittableRandom r) {
            return f.adu((x + 1) % f.shape().widthPx(), y);
        }
    },
    ROLLED_BY_THREE_ROWS {
        @Override
        int pixel(FrameBuffer f, int x, int y, SplittableRandom r) {
            return f.adu(x, (y + 3) % f.shape().heightPx());
        }
    },
    TORN_IN_THE_MIDDLE {
        @Override
        int pixel(FrameBuffer f, int x, int y, SplittableRandom r) {
            return y < f.shape().heightPx() / 2 ? f.adu(x, y) : f.adu((x + 7) % f.shape().widthPx(), y);
        }
    },
    HALF_EMPTY {
        @Override
        int pixel(FrameBuffer f, int x, int y, SplittableRandom r) {
            return y < f.shape().heightPx() / 2 ? f.adu(x, y) : 0;
        }
    },
    LAST_ROWS_EMPTY {
        @Override
        int pixel(FrameBuffer f, int x, int y, SplittableRandom r) {
            return y < f.shape().heightPx() - 5 ? f.adu(x, y) : 0;
        }
    },
    TWO_ROWS_OF_NOISE {
        @Override
        int pixel(FrameBuffer f, int x, int y, SplittableRandom r) {
            return y == 9 || y == 10 ? r.nextInt(65_536) : f.adu(x, y);
        }
    },
    HALF_A_ROW_OF_NOISE {
        @Override
        int pixel(FrameBuffer f, int x, int y, SplittableRandom r) {
            return y == 20 && x > f.shape().widthPx() / 2 ? r.nextInt(65_536) : f.adu(x, y);
        }
    },
    A_BAND {
        @Override
        int pixel(FrameBuffer f, int x, int y, SplittableRandom r) {
            return f.adu(x, y) + (y >= 40 && y < 50 ? 90 : 0);
        }
    },
    LOWER_HALF_BRIGHTER {
        @Override
        int pixel(FrameBuffer f, int x, int y, SplittableRandom r) {
            return f.adu(x, y) + (y < f.shape().heightPx() / 2 ? 0 : 300);
        }
    },
    A_FLASH {
        @Override
        int pixel(FrameBuffer f, int x, int y, SplittableRandom r) {
            return f.adu(x, y) + 400;
        }
    };

    abstract int pixel(FrameBuffer from, int x, int y, SplittableRandom random);

    FrameBuffer frame(FrameBuffer from) {
        FrameBuffer spoilt = Shots.copy(from);
        var random = new SplittableRandom(7);
        for (int y = 0; y < from.shape().heightPx(); y++) {
            for (int x = 0; x < from.shape().widthPx(); x++) {
                spoilt.setAdu(x, y, Math.min(65_535, pixel(from, x, y, random)));
            }
        }
        return spoilt;
    }
}
