using Pulumi;
using SessionStore.Infra.Cache;
using SessionStore.Infra.Monitoring;

namespace SessionStore.Infra.TestHost;

/// <summary>What a person on the test host reads and pastes.</summary>
/// <param name="Region">The Region of the host.</param>
/// <param name="WriterName">The name that leads to the Region that takes writes.</param>
/// <param name="ReaderName">The name that leads to the nearest Region's replicas.</param>
/// <param name="PrimaryEndpoint">The Region's own primary endpoint, which needs no zone.</param>
/// <param name="ClusterEnabled">Whether the store is in cluster mode.</param>
/// <param name="SignIn">How the commands sign in; null where they need not.</param>
public sealed record Welcome(
    string Region, string WriterName, string ReaderName, Output<string> PrimaryEndpoint, bool ClusterEnabled, SignIn? SignIn = null)
{
    // In cluster mode a node answers MOVED for keys of other shards, and -c follows it.
    private string Cli => $"valkey-cli {(ClusterEnabled ? "-c " : "")}--tls{SignIn?.Options}";

    private string Look => ClusterEnabled ? "CLUSTER SLOTS" : "INFO replication";

    /// <summary>The instance's user data: installs valkey-cli and dig, and leaves the message of the day.</summary>
    /// <remarks>
    /// The nodes' certificate names their endpoints, not the names in the private zone, so that every command first looks up what
    /// the name leads to and connects to that.
    /// </remarks>
    public Output<string> Script() => Output.Format($$"""
        #!/bin/bash
        set -euo pipefail
        mkdir -p /etc/motd.d
        cat > /etc/motd.d/50-session-store <<'MESSAGE'

        Session store, test host in {{Region}}
        {{SignIn?.Preparation}}
        Where the writer name leads now:
          dig +short CNAME {{WriterName}}

        Write through the writer name, from any Region:
          {{Cli}} -h "$(dig +short CNAME {{WriterName}} | sed 's/\.$//')" -p {{GlobalDatastoreLimits.Port}} SET greeting "hello from {{Region}}" EX 600

        Read from the nearest Region:
          {{Cli}} -h "$(dig +short CNAME {{ReaderName}} | sed 's/\.$//')" -p {{GlobalDatastoreLimits.Port}} GET greeting

        Watch a failover (run it, then promote the other Region):
          while sleep 1; do date +%T; dig +short CNAME {{WriterName}}; {{Cli}} -h "$(dig +short CNAME {{WriterName}} | sed 's/\.$//')" -p {{GlobalDatastoreLimits.Port}} SET watch 1 EX 600; done

        This Region's own endpoint, for when the zone cannot be changed:
          {{Cli}} -h {{PrimaryEndpoint}} -p {{GlobalDatastoreLimits.Port}} {{Look}}

        (Over Systems Manager this text is not shown by itself: cat /etc/motd.d/50-session-store)
        MESSAGE
        dnf install -y valkey bind-utils
        """);
}
