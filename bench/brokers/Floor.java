import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;

/** The same as floor.mjs with Kafka's own admin client: `java Floor read|create <topics> <client properties>`. */
public final class Floor {
    private static final Map<String, String> CONFIG =
            Map.of("retention.ms", "259200000", "cleanup.policy", "delete", "min.insync.replicas", "1");

    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(args[2]))) {
            properties.load(reader);
        }
        try (Admin admin = Admin.create(properties)) {
            if (args[0].equals("create")) {
                List<String> names = IntStream.range(0, Integer.parseInt(args[1]))
                        .mapToObj(index -> String.format("team-%d.events.%05d", index % 97, index))
                        .toList();
                admin.createTopics(names.stream()
                                .map(name -> new NewTopic(name, Optional.of(1), Optional.of((short) 1)).configs(CONFIG))
                                .toList())
                        .all()
                        .get();
                describe(admin, names);
            } else {
                List<String> names = new ArrayList<>(admin.listTopics().names().get());
                admin.describeTopics(names).allTopicNames().get();
                describe(admin, names);
                admin.describeAcls(AclBindingFilter.ANY).values().get();
            }
        }
    }

    private static void describe(Admin admin, List<String> names) throws Exception {
        admin.describeConfigs(names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all()
                .get();
    }

    private Floor() {}
}
