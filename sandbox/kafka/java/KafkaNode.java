import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;

/**
 * {@code KafkaNode <cluster directory> <server.properties> <admin.properties or ->}: formats the log directory, starts one KRaft node and,
 * with an admin's client properties, serves {@link KafkaBridge} over standard input and output, all in one JVM because
 * starting JVMs is what takes the time. The first input line is {@code {"clusterId", "users": [{"name","password"}]}},
 * so that no password is an argument; the first output line is {@code {"started": true}} or {@code {"failed": text}}.
 */
public final class KafkaNode {
    private static final ObjectMapper JSON = new ObjectMapper();

    private KafkaNode() {}

    public static void main(String[] args) throws Exception {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Path directory = Path.of(args[0]);
        Path serverProperties = Path.of(args[1]);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String first = requests.readLine();
        if (first == null) SandboxProcess.end(directory);
        JsonNode setup = JSON.readTree(first);

        Thread start = new Thread(() -> {
            try {
                format(serverProperties, setup);
                new KafkaRaftServer(KafkaConfig.fromProps(load(serverProperties)), Time.SYSTEM).startup();
                answers.println(JSON.writeValueAsString(Map.of("started", true)));
            } catch (Throwable failure) {
                failure.printStackTrace();
                answers.println(JSON.createObjectNode().put("failed", reason(failure)));
            }
        }, "sandbox-kafka-start");
        start.start();

        if (args[2].equals("-")) {
            while (requests.readLine() != null) {}
        } else {
            new KafkaBridge(Path.of(args[2])).serve(requests, answers);
        }
        // A broker that is starting creates directories, removed ones included.
        start.join(10_000);
        SandboxProcess.end(directory);
    }

    private static void format(Path serverProperties, JsonNode setup) {
        List<String> command = new ArrayList<>(
            List.of("format", "-t", setup.get("clusterId").asText(), "-c", serverProperties.toString()));
        for (JsonNode user : setup.get("users")) {
            command.add("--add-scram");
            command.add("SCRAM-SHA-512=[name=%s,password=%s]".formatted(user.get("name").asText(), user.get("password").asText()));
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = StorageTool.execute(command.toArray(String[]::new), new PrintStream(said, true, StandardCharsets.UTF_8));
        if (code != 0) throw new IllegalStateException("kafka.tools.StorageTool format: " + said.toString(StandardCharsets.UTF_8));
    }

    static Properties load(Path file) throws java.io.IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) root = root.getCause();
        return root.getClass().getName() + ": " + root.getMessage();
    }
}
