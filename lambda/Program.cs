using System.Text.Json;
using Amazon.Lambda.RuntimeSupport;
using SessionStore.Failover;

// Built beside the connection to Lambda, on another thread: both take their time in a cold start.
var start = Task.Run(Start);

using var wrapper = HandlerWrapper.GetHandlerWrapper(async (input, context) =>
{
    var snsEvent = JsonSerializer.Deserialize(input, JsonContext.Default.SNSEvent);
    var handler = await start.ConfigureAwait(false);
    await handler.HandleAsync(snsEvent, context).ConfigureAwait(false);
});

// As the bootstrap's initializer, so that a malformed environment is reported to Lambda as an initialization error, with its message.
using var bootstrap = new LambdaBootstrap(wrapper, async () => await start.ConfigureAwait(false) is not null);
await bootstrap.RunAsync().ConfigureAwait(false);

static FailoverHandler Start()
{
    var settings = FailoverSettings.Read(Environment.GetEnvironmentVariable);
    var groups = new ReplicationGroups(AwsClients.ElastiCache());
    var zone = new WriterZone(AwsClients.Route53(settings), settings);
    var notifications = new NotificationCheck(groups, TimeProvider.System);
    var reader = new RegionStateReader(settings, groups, zone, notifications, TimeProvider.System);
    reader.ReadAhead();
    var overrides = settings.RecordsParameter is { } name
        ? new Overrides(settings, () => new RecordsParameter(name, AwsClients.SystemsManager(), TimeProvider.System), TimeProvider.System)
        : null;
    var reconciler = new Reconciler(settings, reader, zone, notifications, TimeProvider.System, overrides);

    // Metrics go to the raw standard output: the runtime wraps Console.Out, and what it decorates is no embedded metric format.
    return new FailoverHandler(settings, reconciler, Console.OpenStandardOutput(), TimeProvider.System);
}
