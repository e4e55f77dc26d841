namespace SessionStore.Infra.Tests.Policy;

/// <summary>One choice of a value for every option.</summary>
/// <param name="Values">The values, in the order of <see cref="Dimensions"/>.</param>
public sealed record Combination(IReadOnlyList<OptionValue> Values)
{
    // The longest name that its replication group ID has room for in us-east-2.
    private const string LongestName = "a-store-with-the-longest-name0";

    private const string Replicator = "\"copier on ~* &* +@all -@dangerous +restore\"";

    private static readonly string[] _addresses = ["vpcCidr", "availabilityZones", "publicSubnetCidrs", "privateSubnetCidrs"];

    private static (string Key, string? Value)[] MemoryDb =>
    [
        ("store", "memoryDb"), ("dataPlaneFailover", null), ("replication", null),
        .. _moving.Select(setting => (setting.Key, default(string))),
    ];

    // With IAM; the stack files of option migrate have a password.
    private static readonly (string Key, string? Value)[] _moving =
    [
        ("migrateFrom", "master.old.abc123.use1.cache.amazonaws.com:6379"), ("migrateReplicationGroupId", "old"), ("migrateUser", "mover"),
    ];

    /// <summary>Every option with its values; what is not set in either stack is the default.</summary>
    public static IReadOnlyList<IReadOnlyList<OptionValue>> Dimensions { get; } =
    [
        [new("cluster mode off"), new("1 shard") { Primary = [("shards", "1")] },
            new("3 shards") { Primary = [("shards", "3"), ("replicasPerShard", "2")] }],
        [
            new("a new VPC"),
            new("an existing VPC") { Primary = Existing("e1"), Secondary = Existing("e2") },
        ],
        [
            new("peering"),
            new("transit gateway")
            {
                Primary = [("connectivity", "transitGateway"), ("transitGatewayId", "tgw-0e100000000000001")],
                Secondary = [("connectivity", "transitGateway"), ("transitGatewayId", "tgw-0e200000000000001")],
            },
        ],
        [new("AWS's keys"), Both("kms", "true")],
        [new("test host"), Both("testHost", "false")],
        [new("protected"), Both("deletionProtection", "false")],
        [new("no e-mail"), Both("alarmEmail", "night@example.com")],
        [new("overrides"), new("no overrides") { Primary = [("dataPlaneFailover", "false")] }],
        [
            new("no application"),
            new("application without a certificate") { Primary = Application(null), Secondary = Application(null) },
            new("application with a certificate") { Primary = Application("us-east-1"), Secondary = Application("us-east-2") },
        ],
        [
            new("Global Datastore"),
            new("replicator") { Primary = [("replication", "replicator")], Secondary = [("replication", "replicator")] },
            new("moving in") { Primary = _moving },
        ],
        [new("no tags"), Both("tags", """["Team=sessions"]""")],
        [new("default name"), new("longest name") { Primary = [("name", LongestName)] }],
        // Last: MemoryDB takes away what has no meaning there.
        [
            new("auth none"),
            new("auth token") { Primary = [("auth", "token")], Secrets = [("session-store:authToken", Secrets.Token)] },
            new("auth users")
            {
                Primary =
                [
                    ("auth", "users"), ("users", $"""["app on ~session:* +@all -@dangerous","reader on ~* -@all +@read",{Replicator}]"""),
                ],
                Secrets = [("session-store:userPasswords", Secrets.PasswordsWithReplicator)],
            },
            new("auth iam") { Primary = [("auth", "iam"), ("users", $"""["app on ~session:* +@all -@dangerous",{Replicator}]""")] },
            new("MemoryDB with users")
            {
                Primary = [.. MemoryDb, ("users", """["app on ~session:* +@all -@dangerous","reader on ~* -@all +@read"]""")],
                Secondary = [("replication", null)],
                Secrets = [("session-store:userPasswords", Secrets.UserPasswords)],
            },
            new("MemoryDB with iam")
            {
                Primary = [.. MemoryDb, ("auth", "iam"), ("users", """["app on ~session:* +@all -@dangerous"]""")],
                Secondary = [("replication", null)],
            },
        ],
    ];

    /// <summary>Combinations in which every two values of different options meet.</summary>
    public static IReadOnlyList<Combination> All { get; } =
        [.. Pairwise.Of([.. Dimensions.Select(values => values.Count)])
            .Select(row => new Combination([.. row.Select((value, dimension) => Dimensions[dimension][value])]))];

    /// <summary>What it is called.</summary>
    public string Name => string.Join(", ", Values.Select(value => value.Name));

    /// <summary>Runs the primary, and the secondary with its outputs.</summary>
    public async Task<PolicyCase> DeployAsync()
    {
        var primary = await RunAsync("primary", value => value.Primary, null);
        var secondary = await RunAsync("secondary", value => value.Secondary, primary);
        return new(
            Name,
            [PolicyCase.Of($"primary ({Name})", primary), PolicyCase.Of($"secondary ({Name})", secondary)],
            DeletionProtection: !Values.SelectMany(value => value.Primary).Contains(("deletionProtection", "false")));
    }

    private async Task<StageRun> RunAsync(string stack, Func<OptionValue, IEnumerable<(string Key, string? Value)>> changes,
        StageRun? primary)
    {
        var file = Deployed.File(stack)
            .With([.. Values.SelectMany(changes).Select(change => ($"session-store:{change.Key}", change.Value))]);
        file = file.With([.. Dependent(file, primary)]);
        if (primary is null)
        {
            file = file.WithSecrets([.. Values.SelectMany(value => value.Secrets)]);
        }
        return await StageRun.OfAsync(file, new FakeCloud(file.Require("aws:region"))
        {
            StackReference = _ => primary?.Outputs,
            StackSecrets = _ => primary?.SecretOutputs ?? new HashSet<string>(),
        });
    }

    // What one option asks for only together with another.
    private static IEnumerable<(string Key, string? Value)> Dependent(StackFile file, StageRun? primary)
    {
        if (file.Get("session-store:replication") is not { Length: > 0 } && file.Get("session-store:migrateFrom") is not { Length: > 0 })
        {
            yield break;
        }
        var auth = primary is null ? file.Get("session-store:auth") : primary.Outputs.GetValueOrDefault("auth");
        if (auth is "users" or "iam")
        {
            yield return ("session-store:replicatorUser", "copier");
        }
        if (file.Get("session-store:vpcId") is { Length: > 0 })
        {
            yield return ("session-store:vpcEndpoints", "true");
        }
    }

    private static OptionValue Both(string key, string value) =>
        new($"{key} {value}") { Primary = [(key, value)], Secondary = [(key, value)] };

    private static (string, string?)[] Application(string? region) =>
    [
        ("application", "sample"),
        ("certificateArn",
            region is null ? null : $"arn:aws:acm:{region}:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef"),
    ];

    private static (string, string?)[] Existing(string code) =>
    [
        .. _addresses.Select(key => (key, (string?)null)),
        ("vpcId", $"vpc-0{code}00000000000001"),
        ("publicSubnetIds", $"""["subnet-0{code}00000000000011","subnet-0{code}00000000000012"]"""),
        ("privateSubnetIds", $"""["subnet-0{code}00000000000021","subnet-0{code}00000000000022"]"""),
        ("routeTableIds", $"""["rtb-0{code}00000000000001","rtb-0{code}00000000000002","rtb-0{code}00000000000003"]"""),
    ];
}

/// <summary>One value of an option.</summary>
/// <param name="Name">What it is called.</param>
public sealed record OptionValue(string Name)
{
    /// <summary>Keys of the primary stack, without their namespace; null takes one away.</summary>
    public IReadOnlyList<(string Key, string? Value)> Primary { get; init; } = [];

    /// <summary>Keys of the secondary stack, likewise.</summary>
    public IReadOnlyList<(string Key, string? Value)> Secondary { get; init; } = [];

    /// <summary>Encrypted keys of the primary stack, with their namespace.</summary>
    public IReadOnlyList<(string Key, string Value)> Secrets { get; init; } = [];
}
