import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Kafka's own Java clients over lines of JSON: {@code {"id","method","params"}} in, {@code {"id","result"}} or
 * {@code {"id","error":{"code","message"}}} out, in any order. {@code code} is the name in Kafka's {@link Errors}.
 */
final class KafkaBridge {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Properties adminProperties;
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sandbox-bridge");
        thread.setDaemon(true);
        return thread;
    });
    private Admin admin;
    /** The admin's, as a login takes longer than what is sent after it. */
    private KafkaProducer<String, String> producer;

    KafkaBridge(Path adminProperties) throws IOException {
        this.adminProperties = KafkaNode.load(adminProperties);
    }

    /** Until the end of the input. */
    void serve(BufferedReader requests, PrintStream answers) throws IOException {
        for (String line; (line = requests.readLine()) != null; ) {
            JsonNode request = JSON.readTree(line);
            workers.execute(() -> {
                ObjectNode answer = JSON.createObjectNode();
                answer.set("id", request.get("id"));
                try {
                    answer.set("result", JSON.valueToTree(answer(request.get("method").asText(), request.path("params"))));
                } catch (Throwable failure) {
                    answer.set("error", error(failure));
                }
                String text = answer.toString();
                synchronized (answers) {
                    answers.println(text);
                }
            });
        }
    }

    private Object answer(String method, JsonNode p) throws Exception {
        return switch (method) {
            case "brokers" -> get(admin().describeCluster().nodes()).size();
            case "clusterId" -> get(admin().describeCluster().clusterId());
            case "listTopics" -> listTopics();
            case "describeTopics" -> describeTopics(texts(p.get("names")));
            case "createTopic" -> createTopic(p);
            case "createPartitions" -> get(admin()
                .createPartitions(Map.of(text(p, "topic"), NewPartitions.increaseTo(p.get("total").asInt()))).all());
            case "alterTopicConfig" -> alterTopicConfig(text(p, "topic"), p.get("config"));
            case "deleteTopic" -> get(admin().deleteTopics(List.of(text(p, "topic"))).all());
            case "listAcls" -> acls(admin());
            case "listAclsAs" -> {
                try (Admin other = Admin.create(propertiesOf(p.get("user")))) {
                    yield acls(other);
                }
            }
            case "createAcl" -> get(admin().createAcls(List.of(acl(p.get("acl")))).all());
            case "deleteAcl" -> {
                get(admin().deleteAcls(List.of(acl(p.get("acl")).toFilter())).all());
                yield null;
            }
            case "createUser" -> get(admin().alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                text(p, "name"), new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), text(p, "password")))).all());
            case "deleteUser" -> get(admin().alterUserScramCredentials(
                List.of(new UserScramCredentialDeletion(text(p, "name"), ScramMechanism.SCRAM_SHA_512))).all());
            case "listGroups" -> listGroups();
            case "committedOffsets" -> committedOffsets(text(p, "group"));
            case "produce" -> produce(text(p, "topic"), p.get("records"), p.get("as"));
            case "consume" -> consume(p);
            default -> throw new IllegalArgumentException("no such method: " + method);
        };
    }

    private List<?> listTopics() throws Exception {
        var names = get(admin().listTopics(new ListTopicsOptions().listInternal(true)).names());
        return describe(names).stream()
            .sorted((a, b) -> a.name().compareTo(b.name()))
            .map(KafkaBridge::summary)
            .toList();
    }

    /** Several requests are not one moment: when a topic goes in between, it is asked again what is there. */
    private List<?> describeTopics(List<String> names) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return describeTopicsOnce(names);
            } catch (UnknownTopicOrPartitionException | TimeoutException gone) {
                if (attempt == 10) throw gone;
            }
        }
    }

    private List<?> describeTopicsOnce(List<String> names) throws Exception {
        // The client takes a topic that is gone for one that is not there yet, and would wait a minute for it.
        ListOffsetsOptions soon = new ListOffsetsOptions();
        soon.timeoutMs(1000);
        List<TopicDescription> topics = describe(names);
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        Map<ConfigResource, TopicDescription> resources = new LinkedHashMap<>();
        for (TopicDescription topic : topics) {
            resources.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), topic);
            for (TopicPartitionInfo partition : topic.partitions()) {
                if (partition.leader() == null) continue;
                earliest.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.earliest());
                latest.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
            }
        }
        var configs = get(admin().describeConfigs(resources.keySet(), new DescribeConfigsOptions().includeSynonyms(true)).all());
        var first = get(admin().listOffsets(earliest, soon).all());
        var next = get(admin().listOffsets(latest, soon).all());
        var brokers = get(admin().describeCluster().nodes()).stream().map(node -> node.id()).toList();
        var sizes = get(admin().describeLogDirs(brokers).allDescriptions());

        List<Object> described = new ArrayList<>();
        resources.forEach((resource, topic) -> {
            Map<String, Object> entry = summary(topic);
            entry.put("config", config(configs.get(resource)));
            entry.put("partitionDetails", topic.partitions().stream().map(partition -> {
                TopicPartition key = new TopicPartition(topic.name(), partition.partition());
                Map<String, Object> details = new LinkedHashMap<>();
                details.put("partition", partition.partition());
                details.put("isr", partition.isr().size());
                details.put("earliestOffset", first.containsKey(key) ? first.get(key).offset() : 0L);
                details.put("latestOffset", next.containsKey(key) ? next.get(key).offset() : 0L);
                details.put("size", partition.leader() == null ? 0L : size(sizes.get(partition.leader().id()), key));
                return details;
            }).toList());
            described.add(entry);
        });
        return described;
    }

    private List<TopicDescription> describe(Collection<String> names) throws Exception {
        List<TopicDescription> found = new ArrayList<>();
        for (KafkaFuture<TopicDescription> topic : admin().describeTopics(names).topicNameValues().values()) {
            try {
                found.add(get(topic));
            } catch (UnknownTopicOrPartitionException missing) {
                // Left out of the answer.
            }
        }
        return found;
    }

    private static Map<String, Object> summary(TopicDescription topic) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("name", topic.name());
        summary.put("partitions", topic.partitions().size());
        summary.put("replication", topic.partitions().isEmpty() ? 0 : topic.partitions().get(0).replicas().size());
        summary.put("internal", topic.isInternal());
        return summary;
    }

    private static List<Object> config(Config config) {
        return config.entries().stream()
            .sorted((a, b) -> a.name().compareTo(b.name()))
            .map(entry -> {
                Map<String, Object> one = setting(entry.name(), entry.value(), entry.source());
                one.put("synonyms", entry.synonyms().stream().map(same -> setting(same.name(), same.value(), same.source())).toList());
                return (Object) one;
            })
            .toList();
    }

    private static Map<String, Object> setting(String name, String value, ConfigEntry.ConfigSource source) {
        Map<String, Object> setting = new LinkedHashMap<>();
        setting.put("name", name);
        setting.put("value", value);
        setting.put("source", source.name());
        return setting;
    }

    private static long size(Map<String, LogDirDescription> directories, TopicPartition partition) {
        return directories.values().stream()
            .map(directory -> directory.replicaInfos().get(partition))
            .filter(replica -> replica != null && !replica.isFuture())
            .mapToLong(ReplicaInfo::size)
            .sum();
    }

    private Object createTopic(JsonNode p) throws Exception {
        int partitions = p.get("partitions").asInt();
        int replication = p.get("replication").asInt();
        Map<String, String> config = new LinkedHashMap<>();
        p.get("config").fieldNames().forEachRemaining(key -> config.put(key, p.get("config").get(key).asText()));
        NewTopic topic = new NewTopic(
            text(p, "name"),
            partitions == -1 ? Optional.empty() : Optional.of(partitions),
            replication == -1 ? Optional.empty() : Optional.of((short) replication));
        return get(admin().createTopics(List.of(topic.configs(config))).all());
    }

    private Object alterTopicConfig(String topic, JsonNode config) throws Exception {
        List<AlterConfigOp> changes = new ArrayList<>();
        config.fieldNames().forEachRemaining(key -> changes.add(config.get(key).isNull()
            ? new AlterConfigOp(new ConfigEntry(key, null), AlterConfigOp.OpType.DELETE)
            : new AlterConfigOp(new ConfigEntry(key, config.get(key).asText()), AlterConfigOp.OpType.SET)));
        return get(admin().incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), changes)).all());
    }

    private static List<?> acls(Admin as) throws Exception {
        return get(as.describeAcls(AclBindingFilter.ANY).values()).stream()
            .map(binding -> {
                Map<String, Object> acl = new LinkedHashMap<>();
                acl.put("principal", binding.entry().principal());
                acl.put("host", binding.entry().host());
                acl.put("resourceType", binding.pattern().resourceType().name());
                acl.put("resourceName", binding.pattern().name());
                acl.put("patternType", binding.pattern().patternType().name());
                acl.put("operation", binding.entry().operation().name());
                acl.put("permission", binding.entry().permissionType().name());
                return acl;
            })
            .sorted((a, b) -> a.toString().compareTo(b.toString()))
            .toList();
    }

    private static AclBinding acl(JsonNode acl) {
        return new AclBinding(
            new ResourcePattern(
                ResourceType.valueOf(text(acl, "resourceType")), text(acl, "resourceName"), PatternType.valueOf(text(acl, "patternType"))),
            new AccessControlEntry(
                text(acl, "principal"),
                text(acl, "host"),
                AclOperation.valueOf(text(acl, "operation")),
                AclPermissionType.valueOf(text(acl, "permission"))));
    }

    /** Kafka 3.9 has no other call for it. */
    @SuppressWarnings("removal")
    private List<String> listGroups() throws Exception {
        return get(admin().listConsumerGroups().all()).stream().map(group -> group.groupId()).sorted().toList();
    }

    private List<?> committedOffsets(String group) throws Exception {
        return get(admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).entrySet().stream()
            .filter(entry -> entry.getValue() != null)
            .map(entry -> {
                Map<String, Object> committed = new LinkedHashMap<>();
                committed.put("topic", entry.getKey().topic());
                committed.put("partition", entry.getKey().partition());
                committed.put("offset", entry.getValue().offset());
                return committed;
            })
            .sorted((a, b) -> a.toString().compareTo(b.toString()))
            .toList();
    }

    private List<?> produce(String topic, JsonNode records, JsonNode as) throws Exception {
        if (as == null || as.isNull()) return send(producer(), topic, records);
        try (var other = newProducer(as)) {
            return send(other, topic, records);
        }
    }

    private static List<?> send(KafkaProducer<String, String> producer, String topic, JsonNode records) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (JsonNode record : records) {
            sent.add(producer.send(new ProducerRecord<>(
                topic,
                record.hasNonNull("partition") ? record.get("partition").asInt() : null,
                nullable(record, "key"),
                nullable(record, "value"))));
        }
        List<Object> positions = new ArrayList<>();
        for (Future<RecordMetadata> one : sent) positions.add(Map.of("partition", one.get().partition(), "offset", one.get().offset()));
        return positions;
    }

    private KafkaProducer<String, String> newProducer(JsonNode as) {
        Properties properties = propertiesOf(as);
        properties.put("max.block.ms", "15000");
        properties.put("delivery.timeout.ms", "20000");
        properties.put("request.timeout.ms", "10000");
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    private List<?> consume(JsonNode p) throws Exception {
        String topic = text(p, "topic");
        String group = nullable(p, "group");
        int max = p.get("max").asInt();
        long end = System.nanoTime() + Duration.ofMillis(p.get("timeoutMs").asLong()).toNanos();
        Properties properties = propertiesOf(p.get("as"));
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        // Of a transaction that was not committed nobody gets to read the records.
        properties.put("isolation.level", "read_committed");
        properties.put("max.poll.records", String.valueOf(max));
        if (group != null) properties.put("group.id", group);
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            if (group != null) {
                consumer.subscribe(List.of(topic));
            } else {
                var partitions = consumer.partitionsFor(topic, Duration.ofSeconds(10)).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
            }
            List<Object> read = new ArrayList<>();
            Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
            while (read.size() < max && System.nanoTime() < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    if (read.size() == max) break;
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("partition", record.partition());
                    one.put("offset", record.offset());
                    one.put("key", record.key());
                    one.put("value", record.value());
                    one.put("timestamp", record.timestamp());
                    read.add(one);
                    next.put(new TopicPartition(topic, record.partition()), new OffsetAndMetadata(record.offset() + 1));
                }
            }
            if (group != null) consumer.commitSync(next);
            return read;
        }
    }

    /** The admin's connection, logged in as {@code user} unless that is absent. */
    private Properties propertiesOf(JsonNode user) {
        Properties properties = new Properties();
        properties.putAll(adminProperties);
        properties.put("client.id", "sandbox-" + UUID.randomUUID());
        if (user != null && !user.isNull()) {
            properties.put("sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=%s password=%s;"
                    .formatted(quoted(text(user, "name")), quoted(text(user, "password"))));
        }
        return properties;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private synchronized Admin admin() {
        if (admin == null) admin = Admin.create(propertiesOf(null));
        return admin;
    }

    private synchronized KafkaProducer<String, String> producer() {
        if (producer == null) producer = newProducer(null);
        return producer;
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Exception cause) throw cause;
            throw failure;
        }
    }

    private static ObjectNode error(Throwable failure) {
        Throwable cause = failure;
        // Futures and constructors wrap what went wrong in exceptions that no Kafka error stands for.
        while (Errors.forException(cause) == Errors.UNKNOWN_SERVER_ERROR && cause.getCause() != null) cause = cause.getCause();
        Errors known = Errors.forException(cause);
        String message = cause.getMessage() == null ? known.message() : cause.getMessage();
        if (known == Errors.UNKNOWN_SERVER_ERROR) message = cause.getClass().getName() + ": " + message;
        return JSON.createObjectNode().put("code", known.name()).put("message", message);
    }

    private static String text(JsonNode node, String field) {
        return node.required(field).asText();
    }

    private static String nullable(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
