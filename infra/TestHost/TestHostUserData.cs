using Pulumi;
using SessionStore.Contract;

namespace SessionStore.Infra.TestHost;

/// <summary>What a test host does once, when it starts: it leaves what a person reads and pastes, and installs the tools for it.</summary>
internal sealed class TestHostUserData(TestHostInstanceArgs args)
{
    private readonly SignIn? _signIn = SignIn.Of(args.Authentication, args.Context.Naming);

    // In cluster mode a node answers MOVED for keys of other shards, and -c follows it.
    private string Cli => $"valkey-cli {(args.Member.Size.ClusterEnabled ? "-c " : "")}--tls{_signIn?.Options}";

    private string Writer => Target(args.WriterName);

    private string Look => args.Member.Size.ClusterEnabled ? "CLUSTER SLOTS" : "INFO replication";

    // A placeholder does not indent what it stands for, and neither does the message.
    private string WriterRegion => $$"""
        Write through the writer name, from any Region:
          {{Cli}} {{Writer}} SET greeting "hello from {{args.Context.Region}}" EX 600

        Read from the nearest Region:
          {{Cli}} {{Target(args.ReaderName)}} GET greeting

        Watch a failover (run it, then promote the other Region):
          while sleep 1; do date +%T; dig +short CNAME {{args.WriterName}}; {{Cli}} {{Writer}} SET watch 1 EX 600; done
        """;

    // No EX: MemoryDB Multi-Region refuses times to live.
    private string EveryRegion => $$"""
        Write in this Region, and read it in another one a moment later:
          {{Cli}} {{Writer}} SET greeting "hello from {{args.Context.Region}}"
          {{Cli}} {{Writer}} GET greeting

        Clean up, in one Region:
          {{Cli}} {{Writer}} DEL greeting
        """;

    /// <summary>The instance's user data: installs valkey-cli and dig, and leaves the message of the day.</summary>
    public Output<string> Script() => Output.Format($$"""
        #!/bin/bash
        set -euo pipefail
        mkdir -p /etc/motd.d
        cat > /etc/motd.d/50-session-store <<'MESSAGE'

        Session store, test host in {{args.Context.Region}}
        {{_signIn?.Preparation}}
        Where the writer name leads now:
          dig +short CNAME {{args.WriterName}}

        {{(args.HasWriterRegion ? WriterRegion : EveryRegion)}}

        This Region's own endpoint, for when the zone cannot be changed:
          {{Cli}} -h {{args.Member.PrimaryEndpoint}} -p {{CacheNodes.Port}} {{Look}}

        (Over Systems Manager this text is not shown by itself: cat /etc/motd.d/50-session-store)
        MESSAGE
        dnf install -y valkey bind-utils
        """);

    // The nodes' certificate names their endpoints, not the names in the private zone: a command connects to what the name leads to.
    private static string Target(string name) => $"-h \"$(dig +short CNAME {name} | sed 's/\\.$//')\" -p {CacheNodes.Port}";
}
