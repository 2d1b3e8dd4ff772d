package dev.darkbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Every case that a client of INDI must stand, 1..79, has a test in the class for its kind, and none in another.
class IndiCasesTest {

    private static final Pattern CASE = Pattern.compile("case(\\d\\d)[A-Z]\\w*");

    /// First and last case of each class.
    private static final Map<String, int[]> CLASSES = new LinkedHashMap<>();

    static {
        CLASSES.put("Parsing", new int[]{1, 11});
        CLASSES.put("Model", new int[]{12, 22});
        CLASSES.put("Subscription", new int[]{23, 26});
        CLASSES.put("Command", new int[]{27, 39});
        CLASSES.put("Blob", new int[]{40, 53});
        CLASSES.put("Server", new int[]{54, 64});
        CLASSES.put("Temperature", new int[]{65, 74});
        CLASSES.put("Cover", new int[]{75, 78});
        CLASSES.put("Wheel", new int[]{79, 79});
    }

    @Test
    void everyCaseHasATestInTheClassForIt() throws ClassNotFoundException {
        var missing = new TreeSet<Integer>();
        List<String> misplaced = new ArrayList<>();
        for (var kind : CLASSES.entrySet()) {
            int first = kind.getValue()[0];
            int last = kind.getValue()[1];
            IntStream.rangeClosed(first, last).forEach(missing::add);
            Class<?> tests = Class.forName("dev.darkbox.device.indi." + kind.getKey() + "ConformanceTest");
            for (Method method : tests.getDeclaredMethods()) {
                Matcher name = CASE.matcher(method.getName());
                if (method.isAnnotationPresent(Test.class) && name.matches()) {
                    int number = Integer.parseInt(name.group(1));
                    missing.remove(number);
                    if (number < first || number > last) {
                        misplaced.add(tests.getSimpleName() + "." + method.getName());
                    }
                }
            }
        }
        assertEquals("missing [], misplaced []", "missing " + missing + ", misplaced " + misplaced);
    }
}
