namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The services of AWS, as far as they are played for all Regions.</summary>
/// <param name="EmulatorUrl">The address of moto, which plays SQS, and Route 53 behind <paramref name="Route53"/>.</param>
/// <param name="Route53">What stands before Route 53.</param>
/// <param name="DataPlane">What name servers know of the zone.</param>
/// <param name="HealthChecks">Route 53's health checks, which need none of the APIs.</param>
internal sealed record LocalServices(
    string EmulatorUrl,
    Route53Front Route53,
    LocalZone Zone,
    LocalDataPlane DataPlane,
    ElastiCacheEndpoint ElastiCache,
    CloudWatchEndpoint CloudWatch,
    SnsEndpoint Sns,
    SsmEndpoint Ssm,
    MemoryDbEndpoint MemoryDb,
    LocalHealthChecks HealthChecks)
{
    /// <summary>Where the SDK of an operator finds the services.</summary>
    public IReadOnlyDictionary<string, string> OperatorEndpoints => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL_ROUTE_53"] = Route53.Url,
        ["AWS_ENDPOINT_URL_ELASTICACHE"] = ElastiCache.Url,
        ["AWS_ENDPOINT_URL_SNS"] = Sns.Url,
        ["AWS_ENDPOINT_URL_CLOUDWATCH"] = CloudWatch.Url,
        ["AWS_ENDPOINT_URL_SQS"] = EmulatorUrl,
        ["AWS_ENDPOINT_URL_SSM"] = Ssm.Url,
        ["AWS_ENDPOINT_URL_MEMORYDB"] = MemoryDb.Url,
    };

    /// <summary>Starts the services.</summary>
    /// <param name="domain">The domain of the hosted zone.</param>
    /// <param name="minute">How long a minute of an alarm's period is.</param>
    /// <param name="parts">Takes over what is started.</param>
    public static async Task<LocalServices> StartAsync(
        string domain, TimeSpan minute, AsyncDisposableStack parts, CancellationToken cancellationToken)
    {
        var moto = parts.Use(await MotoServer.StartAsync(cancellationToken));
        var route53 = parts.Use(await Route53Front.StartAsync(moto.Url));
        var zone = await LocalZone.CreateAsync(moto.Url, domain);
        parts.Defer(zone.Dispose);
        var cloudWatch = parts.Use(await CloudWatchEndpoint.StartAsync());
        cloudWatch.Measured.Minute = minute;
        var healthChecks = new LocalHealthChecks(cloudWatch.Measured, minute);
        var dataPlane = new LocalDataPlane(zone, domain, healthChecks.IsHealthy);
        parts.Defer(dataPlane.Dispose);
        return new(
            moto.Url,
            route53,
            zone,
            dataPlane,
            parts.Use(await ElastiCacheEndpoint.StartAsync()),
            cloudWatch,
            parts.Use(await SnsEndpoint.StartAsync()),
            parts.Use(await SsmEndpoint.StartAsync()),
            parts.Use(await MemoryDbEndpoint.StartAsync()),
            healthChecks);
    }

    /// <summary>Where the SDK of a Region's function finds the services.</summary>
    public IReadOnlyDictionary<string, string> FunctionEndpoints(string region) => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL_ROUTE_53"] = Route53.Url,
        ["AWS_ENDPOINT_URL_ELASTICACHE"] = ElastiCache.UrlOf(region),
        ["AWS_ENDPOINT_URL_SSM"] = Ssm.UrlOf(region),
    };
}
