using Pulumi;
using SessionStore.Configuration;

namespace SessionStore.Components;

/// <summary>What a person on the test host reads and pastes.</summary>
/// <param name="Region">The Region of the host.</param>
/// <param name="WriterName">The name that leads to the Region that takes writes.</param>
/// <param name="ReaderName">The name that leads to the nearest Region's replicas.</param>
/// <param name="PrimaryEndpoint">The Region's own primary endpoint, which needs no zone.</param>
/// <param name="SignIn">How the commands sign in; null where they need not.</param>
public sealed record Welcome(string Region, string WriterName, string ReaderName, Output<string> PrimaryEndpoint, SignIn? SignIn = null)
{
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
          valkey-cli --tls{{SignIn?.Options}} -h "$(dig +short CNAME {{WriterName}} | sed 's/\.$//')" -p {{GlobalDatastoreLimits.Port}} SET greeting "hello from {{Region}}" EX 600

        Read from the nearest Region:
          valkey-cli --tls{{SignIn?.Options}} -h "$(dig +short CNAME {{ReaderName}} | sed 's/\.$//')" -p {{GlobalDatastoreLimits.Port}} GET greeting

        Watch a failover (run it, then promote the other Region):
          while sleep 1; do date +%T; dig +short CNAME {{WriterName}}; valkey-cli --tls{{SignIn?.Options}} -h "$(dig +short CNAME {{WriterName}} | sed 's/\.$//')" -p {{GlobalDatastoreLimits.Port}} SET watch 1 EX 600; done

        This Region's own endpoint, for when the zone cannot be changed:
          valkey-cli --tls{{SignIn?.Options}} -h {{PrimaryEndpoint}} -p {{GlobalDatastoreLimits.Port}} INFO replication

        (Over Systems Manager this text is not shown by itself: cat /etc/motd.d/50-session-store)
        MESSAGE
        dnf install -y valkey bind-utils
        """);
}
