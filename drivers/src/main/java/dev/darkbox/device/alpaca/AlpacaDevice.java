package dev.darkbox.device.alpaca;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import dev.darkbox.device.WireLog;
import java.util.Optional;

/// One device of an Alpaca server, connected. One that was lost (server gone or begun anew, somebody disconnected it) is
/// connected again by the next call, not by the one that lost it: what was ordered before may be undone, and who asks must
/// know.
///
/// It is left connected when nobody here needs it any more: other programs may, and some drivers drop their outputs.
///
/// Threading: for one thread at a time.
final class AlpacaDevice {

    private final AlpacaCalls calls;
    private final String path;
    private final int asynchronousSince;
    private String identity = "";
    private boolean connected;
    private int version;

    /// Something asked of the server.
    @FunctionalInterface
    private interface Call {
        AlpacaAnswer ask() throws DeviceException, InterruptedException;
    }

    private AlpacaDevice(AlpacaCalls calls, String path, int asynchronousSince) {
        this.calls = calls;
        this.path = path;
        this.asynchronousSince = asynchronousSince;
    }

    /// Connects a device.
    ///
    /// @param type as in its address: `covercalibrator`, `switch`
    /// @param asynchronousSince version of the interface that connects without keeping one waiting
    static AlpacaDevice connect(
            AlpacaServer server, String type, int number, int asynchronousSince, Time time,
            AlpacaPatience patience) throws DeviceException, InterruptedException {
        var calls = new AlpacaCalls(server, "%s %s %d".formatted(server, type, number), time, patience,
                new WireLog(WireLog.USUAL));
        var device = new AlpacaDevice(calls, "/api/v1/%s/%d/".formatted(type, number), asynchronousSince);
        device.greet();
        return device;
    }

    String place() {
        return calls.place();
    }

    Time time() {
        return calls.time();
    }

    AlpacaPatience patience() {
        return calls.patience();
    }

    WireLog wire() {
        return calls.wire();
    }

    /// Name and interface, e.g. `Alpaca CoverCalibrator Simulator, driver 1.0, interface 2`.
    String identity() {
        return identity;
    }

    /// Version of its interface, 1..
    int version() {
        return version;
    }

    private void greet() throws DeviceException, InterruptedException {
        version = Math.max(1, told("interfaceversion").map(v -> v instanceof Number n ? n.intValue() : 1)
                .orElse(1));
        connect();
        String now = Shown.text("%s, driver %s, interface %d".formatted(told("name").orElse("nameless"),
                told("driverversion").orElse("unknown"), version));
        if (!identity.isEmpty() && !identity.equals(now)) {
            throw new DeviceException.Refused(place(), "was %s, now it is %s".formatted(identity, now));
        }
        identity = now;
        connected = true;
    }

    /// What every device has but the oldest; empty where it does not tell.
    private Optional<Object> told(String property) throws DeviceException, InterruptedException {
        AlpacaAnswer answer = calls.get(path + property);
        return answer.isError() ? Optional.empty() : answer.value();
    }

    private void connect() throws DeviceException, InterruptedException {
        if (isConnected()) {
            return;
        }
        boolean asynchronous = version >= asynchronousSince
                && good(calls.put(path + "connect"), "PUT connect", AlpacaAnswer.NOT_IMPLEMENTED);
        if (!asynchronous) {
            good(calls.put(path + "connected", "Connected", "True"), "PUT connected", 0);
        }
        long end = time().nanos() + patience().connecting().toNanos();
        while (asynchronous && flagOf("connecting", good(calls.get(path + "connecting"), "GET connecting"))) {
            if (time().nanos() > end) {
                throw new DeviceException.TimedOut(place(), "connecting", patience().connecting());
            }
            time().sleep(patience().pause());
        }
        if (!isConnected()) {
            throw new DeviceException.Refused(place(),
                    "does not connect: connected is false after it was told to");
        }
    }

    private boolean isConnected() throws DeviceException, InterruptedException {
        return flagOf("connected", good(calls.get(path + "connected"), "GET connected"));
    }

    /// A whole number.
    int whole(String property, String... parameters) throws DeviceException, InterruptedException {
        double number = number(property, parameters);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw new DeviceException.Garbled(place(), property + " to be a whole number",
                    Double.toString(number));
        }
        return (int) number;
    }

    double number(String property, String... parameters) throws DeviceException, InterruptedException {
        Object value = value(property, parameters);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new DeviceException.Garbled(place(), property + " to be a number",
                Shown.text(value.toString()));
    }

    boolean flag(String property, String... parameters) throws DeviceException, InterruptedException {
        return flagOf(property, value(property, parameters));
    }

    /// A text; of something else how it is written.
    String text(String property, String... parameters) throws DeviceException, InterruptedException {
        return Shown.text(value(property, parameters).toString());
    }

    /// Whether it knows that question.
    boolean has(String property, String... parameters) throws DeviceException, InterruptedException {
        return good(call(() -> calls.get(path + property, parameters)),
                AlpacaCalls.what("GET", property, parameters), AlpacaAnswer.NOT_IMPLEMENTED);
    }

    /// An order, acknowledged. What came of it must be looked at.
    void order(String method, String... parameters) throws DeviceException, InterruptedException {
        good(call(() -> calls.put(path + method, parameters)), AlpacaCalls.what("PUT", method, parameters),
                0);
    }

    private Object value(String property, String... parameters)
            throws DeviceException, InterruptedException {
        return good(call(() -> calls.get(path + property, parameters)),
                AlpacaCalls.what("GET", property, parameters));
    }

    private AlpacaAnswer call(Call call) throws DeviceException, InterruptedException {
        if (!connected) {
            greet();
        }
        try {
            AlpacaAnswer answer = call.ask();
            if (answer.error() == AlpacaAnswer.NOT_CONNECTED) {
                throw new DeviceException.Lost(place(), "the server says " + answer.fault());
            }
            return answer;
        } catch (DeviceException.Lost e) {
            wire().note(time().now(), e.what());
            connected = false;
            throw e;
        }
    }

    private boolean flagOf(String property, Object value) throws DeviceException {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new DeviceException.Garbled(place(), property + " to be true or false",
                Shown.text(value.toString()));
    }

    private Object good(AlpacaAnswer answer, String what) throws DeviceException {
        good(answer, what, 0);
        return answer.value()
                .orElseThrow(() -> new DeviceException.Garbled(place(), "a value of " + what, "none"));
    }

    /// Whether there was no error.
    ///
    /// @param allowed an error that is no fault; 0 for none
    private boolean good(AlpacaAnswer answer, String what, int allowed) throws DeviceException {
        if (answer.isError() && answer.error() != allowed) {
            throw new DeviceException.Refused(place(), what + ": " + answer.fault());
        }
        return !answer.isError();
    }
}
