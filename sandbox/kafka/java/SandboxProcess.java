import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Ties a JVM to the process that started it: standard input is a pipe from the parent, and its end means that the
 * parent wants no more of it or is gone, be it by SIGKILL. The JVM then removes its directory and halts.
 */
public final class SandboxProcess {
    private SandboxProcess() {}

    /** {@code SandboxProcess <directory> <main class> [argument ...]} runs any program of Kafka's this way. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {}
            } catch (IOException broken) {
                // A broken pipe is an end too.
            }
            end(directory);
        }, "sandbox-parent-watch");
        watch.setDaemon(true);
        watch.start();
        Class.forName(args[1])
            .getMethod("main", String[].class)
            .invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
    }

    /** Kafka's other threads still run and may write meanwhile, so the directory must stay away before this halts. */
    static void end(Path directory) {
        keepKafkaFromExiting();
        for (int attempt = 0, absent = 0; attempt < 100 && absent < 3; attempt++) {
            absent = Files.exists(directory) ? 0 : absent + 1;
            try (Stream<Path> tree = Files.walk(directory)) {
                tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            } catch (IOException | UncheckedIOException goneMeanwhile) {
                // Another node of the cluster, or the parent, removes the same directory.
            }
            pause();
        }
        Runtime.getRuntime().halt(0);
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException hurry) {
            Thread.interrupted();
        }
    }

    /** A broker that misses its log directory halts its JVM at once, which would be before the rest is removed. */
    private static void keepKafkaFromExiting() {
        org.apache.kafka.common.utils.Exit.Procedure stay = (status, message) -> {
            while (true) {
                try {
                    Thread.sleep(Long.MAX_VALUE);
                } catch (InterruptedException ignored) {
                    Thread.interrupted();
                }
            }
        };
        org.apache.kafka.common.utils.Exit.setExitProcedure(stay);
        org.apache.kafka.common.utils.Exit.setHaltProcedure(stay);
    }
}
