package dev.darkbox.device.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Rung;
import dev.darkbox.device.sim.VirtualTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SxDoorTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-10T20:00:00Z"));
    private final FakeSx first = fake("1-1", "A1");
    private final FakeSx second = fake("1-4.2", "B2");

    private FakeSx fake(String position, String serial) {
        var fake = new FakeSx(time, 0x57, 96, 60, 0x04);
        fake.position = position;
        fake.serial = serial;
        return fake;
    }

    private SxCamera open(SxSpec.Which which, FakeSx... fakes) throws Exception {
        var ports = new UsbPorts() {
            @Override
            public List<UsbPlace> seen(String asker) {
                var seen = new ArrayList<UsbPlace>();
                seen.add(new UsbPlace("1", 1, 0x1d6b, 2));
                for (FakeSx fake : fakes) {
                    seen.addAll(fake.seen(asker));
                }
                return seen;
            }

            @Override
            public UsbLink open(String asker, UsbPlace place) throws DeviceException {
                for (FakeSx fake : fakes) {
                    if (fake.place().equals(place)) {
                        return fake.open(asker, place);
                    }
                }
                throw new AssertionError(place);
            }
        };
        return SxCamera.open(new SxSpec("cam", which), ports, time);
    }

    @Test
    void camerasAreToldApartBySocketAndBySerialNumber() throws Exception {
        assertEquals("B2", open(new SxSpec.Which.At("1-4.2"), first, second).facts().serial());
        assertEquals("B2", open(new SxSpec.Which.Serial("B2"), first, second).facts().serial());
        assertEquals("close", first.told().getLast(), "one that was only asked is let go");
    }

    @Test
    void oneThatWasUnpluggedIsWaitedForWhileOthersAreInUseAndTheyAreNotReset() throws Exception {
        SxCamera camera = open(new SxSpec.Which.Serial("A1"), first, second);
        first.unplug();
        second.refusals = 3;
        var e = assertThrows(DeviceException.Lost.class, () -> camera.recover(Rung.RECONNECT));
        assertEquals(
                "connection lost: no Starlight Xpress camera with serial number \"A1\" is plugged in; there is"
                        + " 1278:0194 at 1-4.2: in use",
                e.what());
        second.dumb = true;
        second.told();
        assertThrows(DeviceException.Lost.class, () -> camera.recover(Rung.RECONNECT));
        assertEquals(List.of("open", "close"), second.told());
        first.plugIn();
        first.dumb = true;
        first.resetHelps = true;
        first.told();
        camera.recover(Rung.RECONNECT);
        assertEquals(List.of("open", "bus reset", "close", "open"), first.told().subList(0, 4));
        assertEquals("A1", camera.facts().serial());
    }

    @Test
    void ofSeveralOneMustBeNamed() {
        var e = assertThrows(DeviceException.Refused.class,
                () -> open(new SxSpec.Which.TheOnly(), first, second));
        assertEquals(
                "there are several Starlight Xpress cameras, one must be named by position or serial number: 1278:0194 at 1-1, 1278:0194 at 1-4.2",
                e.what());
    }

    @Test
    void oneThatIsNotThereIsLostWithWhatIs() {
        var none = assertThrows(DeviceException.Lost.class, () -> open(new SxSpec.Which.TheOnly()));
        assertEquals("connection lost: no Starlight Xpress camera is plugged in; there is none", none.what());
        var socket = assertThrows(DeviceException.Lost.class, () -> open(new SxSpec.Which.At("2-1"), first));
        assertEquals(
                "connection lost: no Starlight Xpress camera at 2-1 is plugged in; there is 1278:0194 at 1-1",
                socket.what());
        var serial = assertThrows(DeviceException.Lost.class,
                () -> open(new SxSpec.Which.Serial("C3"), first));
        assertEquals(
                "connection lost: no Starlight Xpress camera with serial number \"C3\" is plugged in; there is"
                        + " 1278:0194 at 1-1 with serial number \"A1\"",
                serial.what());
    }
}
