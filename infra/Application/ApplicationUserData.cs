using Pulumi;
using SessionStore.Contract;
using SessionStore.Infra.Compute;

namespace SessionStore.Infra.Application;

/// <summary>
/// What an instance does once, when it starts: it fetches the application and starts it as a service. The secret is in none of it: the
/// service asks for it each time that it starts, and hands it over in the environment of the one process that needs it.
/// </summary>
internal sealed class ApplicationUserData(ApplicationUserDataArgs args)
{
    // Nobody else may write there, and the service only reads it.
    private const string Folder = "/opt/session-application", Service = "session-application";

    private string Region => args.Context.Region;

    // The names of the client's options, as the environment spells a section: "Configuration in ASP.NET Core".
    private static string Option(string name) => $"SessionStore__{name}";

    private string Environment => string.Join('\n', Variables().Select(variable => $"{variable.Name}={variable.Value}"));

    private string Cultures => args.Published.NeedsIcu ? "retry dnf install -y libicu" : "# It does without the system's cultures.";

    /// <summary>
    /// The script. The versions in it are what makes new instances of a new application or another secret: with them the launch template
    /// changes.
    /// </summary>
    public Output<string> Script() => Output.Format($$"""
        #!/bin/bash
        # Application {{args.Bucket.VersionId}}, secret {{args.SecretVersionId ?? Output.Create("none")}}
        {{InstanceScript.Opening}}
        {{Cultures}}
        {{InstanceScript.Fetch(Region, args.Bucket, "application", Folder, args.Published.Command)}}
        cat > /etc/{{Service}}.env <<'VARIABLES'
        {{Environment}}
        VARIABLES
        cat > /usr/local/bin/{{Service}} <<'START'
        #!/bin/bash
        set -euo pipefail
        {{FetchSecret()}}
        exec '{{Folder}}/{{args.Published.Command}}'
        START
        chmod 0755 /usr/local/bin/{{Service}}
        cat > /etc/systemd/system/{{Service}}.service <<'UNIT'
        [Unit]
        Description=Application of the session store
        Wants=network-online.target
        After=network-online.target
        StartLimitIntervalSec=0
        [Service]
        DynamicUser=yes
        StateDirectory={{Service}}
        Environment=HOME=/var/lib/{{Service}}
        EnvironmentFile=/etc/{{Service}}.env
        WorkingDirectory={{Folder}}
        ExecStart=/usr/local/bin/{{Service}}
        Restart=always
        RestartSec=5
        NoNewPrivileges=yes
        ProtectSystem=strict
        ProtectHome=yes
        [Install]
        WantedBy=multi-user.target
        UNIT
        systemctl daemon-reload
        systemctl enable --now {{Service}}
        """);

    private IEnumerable<(string Name, string Value)> Variables()
    {
        yield return ("ASPNETCORE_HTTP_PORTS", $"{ApplicationPorts.Instance}");
        // The load balancer is the only one that can speak to an instance, so that what it forwards is true: scheme and client's address.
        yield return ("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true");
        yield return ("AWS_REGION", Region);
        yield return ("App__Region", Region);
        yield return (Option("WriterName"), args.WriterName);
        yield return (Option("ReaderName"), args.ReaderName);
        yield return (Option("Port"), $"{CacheNodes.Port}");
        yield return (Option("Auth"), args.SignIn.Mode);
        if (args.Expiry is { } expiry)
        {
            yield return (Option("Expiry"), expiry);
        }
        if (args.SignIn.UserName is { } user)
        {
            yield return (Option("UserName"), user);
        }
    }

    private Output<string> FetchSecret() => args.SecretArn is not { } secret
        ? Output.Create("# It needs no secret.")
        : Output.Format($$"""
            secret=$(aws secretsmanager get-secret-value --region {{Region}} --secret-id '{{secret}}' --query SecretString --output text)
            export {{Option(args.SignIn.SecretOption!)}}="$secret"
            """);
}

internal sealed record ApplicationUserDataArgs
{
    public required RegionContext Context { get; init; }

    public required PublishedProgram Published { get; init; }

    public required PackageBucket Bucket { get; init; }

    public required StoreSignIn SignIn { get; init; }

    /// <summary>The secret; null where the application needs none.</summary>
    public required Output<string>? SecretArn { get; init; }

    /// <summary>Its version, likewise.</summary>
    public required Output<string>? SecretVersionId { get; init; }

    public required string WriterName { get; init; }

    public required string ReaderName { get; init; }

    /// <summary>How the client keeps the end of a session; null for its default, the store's times to live.</summary>
    public string? Expiry { get; init; }
}
