package dev.darkbox.device.asi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.DeviceSurvey.Trait;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.sdk.AsiPlaces;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Libraries that are there, are not, or are too old; cameras told apart; what a survey shows.
class AsiHubTest {

    private static final AsiSpec FIRST = new AsiSpec("", "0a0b0c0d00000000");
    private static final AsiSpec SECOND = new AsiSpec("", "0a0b0c0d00000001");

    @TempDir
    private Path folder;

    private static AsiHub load(Path file) throws DeviceException {
        return AsiHub.load(Optional.of(file), AsiPatience.usual());
    }

    private AsiBus bus() {
        return new AsiBus(folder.resolve("bus"), folder.resolve("nodes"), folder.resolve("memory"));
    }

    private DeviceSurvey survey(Optional<Path> library, AsiPlaces places, AsiWish... wishes)
            throws InterruptedException {
        return new AsiSurvey(library, places, Arena.global(), bus(), AsiPatience.usual(), List.of(wishes))
                .look();
    }

    private void plug(String product, boolean ours) throws IOException {
        Path device = Files.createDirectories(folder.resolve("bus/2-1"));
        Files.writeString(device.resolve("idVendor"), "03c3\n");
        Files.writeString(device.resolve("idProduct"), "294a\n");
        Files.writeString(device.resolve("product"), product + "\n");
        Files.writeString(device.resolve("bcdDevice"), "0110\n");
        Files.writeString(device.resolve("busnum"), "2\n");
        Files.writeString(device.resolve("devnum"), "7\n");
        if (ours) {
            Files.createFile(Files.createDirectories(folder.resolve("nodes/002")).resolve("007"));
        }
    }

    @Test
    void aLibraryThatIsNotInstalledComesWithAdvice() throws Exception {
        var places = new AsiPlaces(List.of(folder, folder.resolve("nowhere")));
        plug("ASI294MM Pro", true);
        var refused = assertThrows(DeviceException.Refused.class,
                () -> AsiHub.load(Optional.empty(), places, Arena.global(), AsiPatience.usual()));
        assertTrue(refused.what().startsWith("libASICamera2.so, the maker's library, is not installed: "),
                refused.what());
        assertTrue(refused.what().contains("zwoastro.com"), refused.what());
        assertTrue(refused.what().endsWith("Looked for in " + folder + ", " + folder.resolve("nowhere")),
                refused.what());
        DeviceSurvey survey = survey(Optional.empty(), places, new AsiWish("main", FIRST));
        assertEquals(Optional.of(refused.what()), survey.unreachable());
        assertEquals("ASI294MM Pro", survey.devices().getFirst().name());
        assertEquals("ZWO camera 0a0b0c0d00000000 is not there", survey.shortcomings().getFirst().text());
    }

    @Test
    void aLibraryInOneOfTheUsualPlacesIsFoundAndThePlainNameFirst() throws Exception {
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.createFile(second.resolve("libASICamera2.so.1.37"));
        var places = new AsiPlaces(List.of(folder.resolve("first"), second));
        assertEquals(Optional.of(second.resolve("libASICamera2.so.1.37")), places.find());
        Files.createFile(second.resolve("libASICamera2.so"));
        assertEquals(Optional.of(second.resolve("libASICamera2.so")), places.find());
    }

    @Test
    void aFileThatIsNoLibraryIsToldInTheLoadersWords() throws Exception {
        Path file = Files.writeString(folder.resolve("libASICamera2.so"), "no library");
        var refused = assertThrows(DeviceException.Refused.class, () -> load(file));
        assertTrue(refused.what().startsWith(file + " cannot be loaded: " + file + ": "), refused.what());
        var absent = assertThrows(DeviceException.Refused.class, () -> load(folder.resolve("other.so")));
        assertTrue(absent.what().contains("other.so cannot be loaded: no such file"), absent.what());
    }

    @Test
    void aLibraryThatIsTooOldIsToldByTheFunctionsItLacks() throws Exception {
        StandInAsi old = StandInAsi.in(folder, "-DOLD=2");
        var refused = assertThrows(DeviceException.Refused.class, () -> load(old.file()));
        assertTrue(refused.what().startsWith(old.file()
                + " is too old, or something else: it lacks ASIGetControlCaps, ASIGetDataAfterExp. "),
                refused.what());
        assertEquals(Optional.of(refused.what()),
                survey(Optional.of(old.file()), AsiPlaces.usual()).unreachable());
    }

    @Test
    void anOlderLibraryWorksWithoutSerialNumbersUntilTheyAreNeeded() throws Exception {
        StandInAsi old = StandInAsi.in(folder, "-DOLD=1");
        AsiHub hub = load(old.file());
        assertEquals(List.of("ASIGetSDKVersion", "ASIGetSerialNumber"), hub.library().missing());
        try (AsiCamera camera = hub.connect(AsiSpec.any(), old.clock(), bus())) {
            assertEquals("", camera.facts().serial());
            assertEquals("", camera.facts().firmware());
            assertFalse(camera.facts().epoch().parts().containsKey("sdk.ASICamera2"));
        }
        var refused = assertThrows(DeviceException.Refused.class,
                () -> hub.connect(FIRST, old.clock(), bus()));
        assertTrue(
                refused.what().endsWith(
                        "is too old to tell cameras apart by serial number: it lacks ASIGetSerialNumber"),
                refused.what());
    }

    @Test
    void severalCamerasAreToldApartBySerialNumberAndExposeSideBySide() throws Exception {
        StandInAsi standIn = StandInAsi.in(folder);
        standIn.order("cameras 2");
        AsiHub hub = standIn.hub();
        StandInAsi.Clock time = standIn.clock();
        var several = assertThrows(DeviceException.Refused.class,
                () -> hub.connect(AsiSpec.any(), time, bus()));
        assertEquals(
                "several cameras may be meant: ZWO ASI294MM Pro 0a0b0c0d00000000, ZWO ASI294MM Pro 0a0b0c0d00000001; "
                        + "name one by its serial number",
                several.what());
        try (AsiCamera second = hub.connect(SECOND, time, bus())) {
            assertEquals("ZWO ASI294MM Pro 0a0b0c0d00000001", second.name());
            second.configure(AsiCameraTest.READOUT);
            var taken = assertThrows(DeviceException.Lost.class, () -> hub.connect(SECOND, time, bus()));
            assertTrue(taken.what().endsWith("ZWO ASI294MM Pro 0a0b0c0d00000001 (in use here)"),
                    taken.what());
            try (AsiCamera first = hub.connect(FIRST, time, bus())) {
                assertEquals("0a0b0c0d00000000", first.facts().serial());
                first.configure(AsiCameraTest.READOUT);
                exposeSideBySide(first, second);
            }
        }
        assertFalse(standIn.calls().contains("OVERLAP"));
        assertEquals("close 1", standIn.calls().getLast());
    }

    private static void exposeSideBySide(AsiCamera first, AsiCamera second) throws Exception {
        try (Arena arena = Arena.ofShared()) {
            FrameBuffer one = FrameBuffer.allocate(new FrameShape(StandInAsi.WIDTH, StandInAsi.HEIGHT),
                    arena);
            FrameBuffer other = FrameBuffer.allocate(one.shape(), arena);
            first.start(AsiCameraTest.BIAS);
            second.start(AsiCameraTest.BIAS);
            second.finish(other);
            first.finish(one);
            assertEquals(2000, one.adu(300, 200), 100);
            assertEquals(2000, other.adu(300, 200), 100);
            assertTrue(one.pixels().mismatch(other.pixels()) >= 0);
        }
    }

    @Test
    void aCameraThatAnotherProgramHoldsIsToldWithTheRuleToAdd() throws Exception {
        StandInAsi standIn = StandInAsi.in(folder);
        standIn.order("held");
        var lost = assertThrows(DeviceException.Lost.class,
                () -> standIn.hub().connect(AsiSpec.any(), standIn.clock(), bus()));
        assertTrue(lost.what().contains("ASIOpenCamera: general error (16)"), lost.what());
        assertTrue(lost.what().contains("another program may have it"), lost.what());
        assertTrue(lost.what().contains("ATTR{idVendor}==\"03c3\""), lost.what());
        Device device = survey(Optional.of(standIn.file()), AsiPlaces.usual()).devices().getFirst();
        assertEquals(State.CANNOT_CONNECT, device.state());
        assertTrue(device.note().contains("general error (16)"), device.note());
    }

    @Test
    void aSurveyShowsCamerasControlsAndWhatIsWanting() throws Exception {
        StandInAsi standIn = StandInAsi.in(folder);
        standIn.order("cameras 2");
        plug("ASI EFW", true);
        Files.writeString(folder.resolve("memory"), "16\n");
        DeviceSurvey survey = survey(Optional.of(standIn.file()), AsiPlaces.usual(),
                new AsiWish("main", SECOND),
                new AsiWish("guide", AsiSpec.any()),
                new AsiWish("wide", new AsiSpec("ZWO ASI2600MM Pro", "")));
        assertEquals(Optional.empty(), survey.unreachable());
        assertEquals(
                List.of("ZWO ASI294MM Pro 0a0b0c0d00000000", "ZWO ASI294MM Pro 0a0b0c0d00000001", "ASI EFW"),
                survey.devices().stream().map(Device::name).toList());
        Device camera = survey.devices().getFirst();
        assertEquals(State.CONNECTED_JUST_NOW, camera.state());
        assertEquals(standIn.file() + ", SDK 1, 37, 0, 1", camera.driver());
        assertEquals("644x482 px, 4.63 µm, mono, 14 bits", value(camera, "sensor"));
        assertEquals("100 (0..570)", value(camera, "gain"));
        assertEquals("18.0°C", value(camera, "temperature"));
        assertEquals("0 (0..1); off in the dark", value(camera, "window heater"));
        assertEquals("driver = \"asi\"|model = \"ZWO ASI294MM Pro\"|serial = \"0a0b0c0d00000000\"",
                value(camera, "write"));
        assertTrue(value(camera, "note").contains("usbfs_memory_mb"));
        assertEquals(State.CANNOT_CONNECT, survey.devices().get(2).state());
        assertEquals(List.of("guide: 2 cameras may be meant by ZWO camera: name one by its serial number",
                "wide: ZWO ASI2600MM Pro is not there"),
                survey.shortcomings().stream().map(s -> s.rig() + ": " + s.text()).toList());
        assertEquals("close 1", standIn.calls().getLast());
    }

    private static String value(Device device, String what) {
        return device.traits().stream().filter(t -> t.what().equals(what)).map(Trait::value)
                .collect(Collectors.joining("|"));
    }

    @Test
    void aCameraWithoutRightsIsToldByTheBus() throws Exception {
        StandInAsi standIn = StandInAsi.in(folder);
        standIn.order("cameras 0");
        plug("ASI294MM Pro", false);
        Device device = survey(Optional.of(standIn.file()), AsiPlaces.usual()).devices().getFirst();
        assertTrue(
                device.note().contains(
                        " may not open it: put this line into /etc/udev/rules.d/60-darkbox-usb.rules,"),
                device.note());
        assertTrue(device.note().endsWith("ATTR{idVendor}==\"03c3\", GROUP=\"plugdev\", MODE=\"0660\""),
                device.note());
    }

    @Test
    void aCameraWithoutASerialNumberCanBeUsedWhereItIsAlone() throws Exception {
        StandInAsi standIn = StandInAsi.in(folder);
        standIn.order("nameless");
        try (AsiCamera camera = standIn.camera(standIn.clock())) {
            assertEquals("", camera.facts().serial());
        }
        assertThrows(DeviceException.Lost.class, () -> standIn.hub().connect(FIRST, standIn.clock(), bus()));
    }

    @Test
    void aSerialNumberThatIsNoneIsRefused() {
        var refused = assertThrows(IllegalArgumentException.class, () -> new AsiSpec("", "0A0B"));
        assertEquals("serial number \"0A0B\"; allowed: 16 hex digits in lower case, or none",
                refused.getMessage());
    }
}
