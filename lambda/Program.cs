using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SNSEvents;
using SessionStore.Failover;

FailoverHandler? handler = null;

using var wrapper = HandlerWrapper.GetHandlerWrapper<SNSEvent>(
    (snsEvent, context) => handler!.HandleAsync(snsEvent, context), new SourceGeneratorLambdaJsonSerializer<JsonContext>());
using var bootstrap = new LambdaBootstrap(wrapper, Initialize);
await bootstrap.RunAsync();

// As the bootstrap's initializer, so that a malformed environment is reported to Lambda as an initialization error, with its message.
Task<bool> Initialize()
{
    var settings = FailoverSettings.Read(Environment.GetEnvironmentVariable);
    var groups = new ReplicationGroups(AwsClients.ElastiCache());
    var zone = new WriterZone(AwsClients.Route53(), settings);
    var reconciler = new Reconciler(
        settings, new Lookout(settings, groups, zone), zone, new NotificationCheck(groups, TimeProvider.System), TimeProvider.System);

    // Metrics go to the raw standard output: the runtime wraps Console.Out, and what it decorates is no embedded metric format.
    handler = new FailoverHandler(settings, reconciler, Console.OpenStandardOutput(), TimeProvider.System);
    return Task.FromResult(true);
}
