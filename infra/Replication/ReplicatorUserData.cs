using Pulumi;
using SessionStore.Contract;
using SessionStore.Infra.Compute;
using Names = SessionStore.Contract.ReplicatorSettings;

namespace SessionStore.Infra.Replication;

/// <summary>
/// What the instance does once, when it starts: it fetches the worker, starts it as a service, and has the CloudWatch agent send what it
/// says. Packages come from the Region's repository of Amazon Linux 2023, a bucket in S3 whose name begins with al2023-repos- (as
/// <c>dnf repolist -v</c> shows it on an instance): no way to the internet is needed.
/// </summary>
internal sealed class ReplicatorUserData(ReplicatorUserDataArgs args)
{
    /// <summary>The authorities of a store that is moved in.</summary>
    public const string AuthorityFile = $"{Folder}.pem";

    private const string Service = ReplicatorHost.Service, Folder = ReplicatorHost.Folder, Log = $"/var/log/{Service}/worker.log",
        Settings = $"/run/{Service}/settings.json";

    private string Region => args.Context.Region;

    /// <summary>
    /// The script. The versions in it are what makes a new instance of a new worker or another secret: with them the launch template
    /// changes.
    /// </summary>
    public Output<string> Script() => Output.Format($$"""
        #!/bin/bash
        # Replicator {{args.Bucket.VersionId}}, secret {{args.SecretVersionId ?? Output.Create("none")}}
        {{InstanceScript.Opening}}
        {{InstanceScript.Fetch(Region, args.Bucket, "replicator", Folder, args.Command)}}
        {{Authority}}
        cat > {{ReplicatorHost.EnvironmentFile}} <<'VARIABLES'
        {{Environment()}}
        VARIABLES
        cat > /usr/local/bin/{{Service}} <<'START'
        #!/bin/bash
        set -euo pipefail
        {{FetchSecret()}}
        exec '{{Folder}}/{{args.Command}}' run
        START
        chmod 0755 /usr/local/bin/{{Service}}
        mkdir -p /var/log/{{Service}}
        cat > /etc/systemd/system/{{Service}}.service <<'UNIT'
        [Unit]
        Description=Replicator of the session store
        Wants=network-online.target
        After=network-online.target
        StartLimitIntervalSec=0
        [Service]
        DynamicUser=yes
        StateDirectory={{Service}}
        RuntimeDirectory={{Service}}
        RuntimeDirectoryMode=0700
        Environment=HOME=/var/lib/{{Service}}
        EnvironmentFile={{ReplicatorHost.EnvironmentFile}}
        WorkingDirectory={{Folder}}
        ExecStart=/usr/local/bin/{{Service}}
        StandardOutput=append:{{Log}}
        StandardError=append:{{Log}}
        Restart=always
        RestartSec=5
        NoNewPrivileges=yes
        ProtectSystem=strict
        ProtectHome=yes
        [Install]
        WantedBy=multi-user.target
        UNIT
        cat > /etc/logrotate.d/{{Service}} <<'ROTATE'
        {{Log}} {
          daily
          maxsize 100M
          rotate 3
          copytruncate
          missingok
        }
        ROTATE
        cat > /etc/{{Service}}-agent.json <<'AGENT'
        {{Agent}}
        AGENT
        systemctl daemon-reload
        systemctl enable --now {{Service}}
        retry dnf install -y amazon-cloudwatch-agent logrotate
        systemctl enable --now logrotate.timer
        /opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/etc/{{Service}}-agent.json
        """);

    // "Manually create or edit the CloudWatch agent configuration file" in the CloudWatch user guide.
    private string Agent => System.Text.Json.JsonSerializer.Serialize(new
    {
        agent = new { run_as_user = "root" },
        logs = new { logs_collected = new { files = new { collect_list = new[] { LogFile } } } },
    });

    private object LogFile =>
        new { file_path = Log, log_group_name = args.Context.Naming.ReplicatorLogGroup, log_stream_name = "{instance_id}" };

    private string Authority => args.CertificateAuthority is not { } pem ? "# The system's authorities are trusted." : $"""
        cat > {AuthorityFile} <<'PEM'
        {pem.Trim()}
        PEM
        """;

    private Output<string> Environment()
    {
        IEnumerable<(string Name, Output<string> Value)> all =
        [
            .. args.Variables,
            ("AWS_REGION", Output.Create(Region)),
            (ReplicatorStores.Variable(Names.HealthFile), Output.Create(ReplicatorHost.HealthFile)),
            .. args.SecretArn is null ? [] : new[] { (ReplicatorStores.Variable(Names.File), Output.Create(Settings)) },
        ];
        return Output.All(all.Select(variable => Output.Format($"{variable.Name}={variable.Value}")))
            .Apply(lines => string.Join('\n', lines));
    }

    private Output<string> FetchSecret() => args.SecretArn is not { } secret
        ? Output.Create("# It needs no secret.")
        : Output.Format($$"""
            umask 077
            settings=$(aws secretsmanager get-secret-value --region {{Region}} --secret-id '{{secret}}' --query SecretString --output text)
            printf '%s' "$settings" > {{Settings}}
            """);
}

internal sealed record ReplicatorUserDataArgs
{
    public required RegionContext Context { get; init; }

    public required PackageBucket Bucket { get; init; }

    /// <summary>The file of the package that is started.</summary>
    public required string Command { get; init; }

    /// <summary>The secret, which is a settings file; null where the worker needs none.</summary>
    public required Output<string>? SecretArn { get; init; }

    /// <summary>Its version, likewise.</summary>
    public required Output<string>? SecretVersionId { get; init; }

    /// <summary>Names of environment variables to their values, without secrets.</summary>
    public required IReadOnlyList<(string Name, Output<string> Value)> Variables { get; init; }

    /// <summary>PEM; null for the system's authorities.</summary>
    public required string? CertificateAuthority { get; init; }
}
