import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * {@code LoadClasses <jar> ...} loads every class of these jars, and the parts of Java that brokers and their clients use, so that
 * the archive which the JVM writes at its end has them.
 */
public final class LoadClasses {
    private static final List<String> OF_JAVA = List.of(
        "com/sun/crypto/provider",
        "java/time",
        "java/util/concurrent",
        "java/util/stream",
        "javax/net/ssl",
        "sun/nio/ch",
        "sun/security/provider",
        "sun/security/ssl",
        "sun/security/util",
        "sun/security/x509");

    private LoadClasses() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            try (JarFile file = new JarFile(jar)) {
                file.stream().forEach(entry -> load(entry.getName()));
            }
        }
        Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
        for (String part : OF_JAVA) {
            try (Stream<Path> files = Files.walk(base.resolve(part))) {
                files.forEach(file -> load(base.relativize(file).toString()));
            }
        }
    }

    private static void load(String file) {
        // Shaded is what Kafka needs to send telemetry, which no broker here does.
        if (!file.endsWith(".class") || file.startsWith("META-INF/") || file.contains("/shaded/")) return;
        try {
            Class.forName(file.substring(0, file.length() - ".class".length()).replace('/', '.'), false, LoadClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError usesWhatIsNotThere) {
            // Of an optional part of Kafka, of which the jars are not there.
        }
    }
}
