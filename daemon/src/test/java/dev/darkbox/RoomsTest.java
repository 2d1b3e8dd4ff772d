package dev.darkbox;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The floor plan: which room may import which. A new package fails here until it has a line.
class RoomsTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.darkbox");

    /// A name without `dev.darkbox.` in front is a library.
    private static final Map<String, String> MAY_IMPORT = rooms(
            """
                    kernel      :
                    linux       :
                    sdk         :
                    device      :
                    device.indi : device linux
                    device.sim  : device
                    device.sim.wire : device linux
                    device.serial : device com.fazecast..
                    device.alpaca : device com.grack.nanojson java.net.http..
                    device.gpio : device linux com.pi4j..
                    device.usb  : device org.usb4java..
                    device.asi  : device sdk
                    plan        : device
                    config      : device plan org.tomlj
                    event       : device plan
                    frame       : device plan linux kernel
                    capture     : device plan event frame
                    stack       : device frame kernel linux
                    quality     : device plan stack kernel
                    master      : device plan stack quality frame linux kernel
                    library     : device plan quality master frame
                    consumer    : device plan library
                    control     : device plan event com.grack.nanojson
                    mqtt        : device plan event control org.eclipse.paho.. javax.net.ssl
                    schedule    : device plan event
                    cli         : device plan event control config frame stack quality master library consumer picocli..
                    app         : device device.indi device.sim device.sim.wire device.serial device.alpaca device.gpio device.usb device.asi plan event config frame capture stack quality master \
                    library consumer kernel linux schedule control mqtt cli log org.tinylog.. picocli..
                    log         : device plan event org.tinylog..
                    """);

    @TestFactory
    Stream<DynamicTest> eachRoomImportsOnlyWhatItMay() {
        return MAY_IMPORT.entrySet().stream().map(room -> DynamicTest.dynamicTest(room.getKey(), () -> {
            String[] allowed = Stream.concat(
                    Stream.of(full(room.getKey()), "java.."),
                    Arrays.stream(room.getValue().split(" ")).map(RoomsTest::full))
                    .toArray(String[]::new);
            classes().that().resideInAPackage(full(room.getKey()))
                    .should(onlyDependOnClassesThat(resideInAnyPackage(allowed)))
                    .check(CODE);
        }));
    }

    @Test
    void everyPackageHasALine() {
        var packages = CODE.stream().filter(c -> !c.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toCollection(TreeSet::new));
        var lines = MAY_IMPORT.keySet().stream().map(RoomsTest::full)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(lines, packages);
    }

    @Test
    void onlySystemTimeAsksTheWallClock() {
        noClasses().that().doNotHaveFullyQualifiedName("dev.darkbox.device.Time$1")
                .should().callMethod(Thread.class, "sleep", java.time.Duration.class)
                .orShould().callMethod(Thread.class, "sleep", long.class)
                .orShould().callMethod(java.time.Instant.class, "now")
                .orShould().callMethod(System.class, "currentTimeMillis")
                .check(CODE);
    }

    private static String full(String room) {
        return room.contains(".") && !room.startsWith("device.") ? room : "dev.darkbox." + room;
    }

    private static Map<String, String> rooms(String table) {
        var rooms = new LinkedHashMap<String, String>();
        table.lines().map(line -> line.split(":", 2)).forEach(p -> rooms.put(p[0].strip(), p[1].strip()));
        return rooms;
    }
}
