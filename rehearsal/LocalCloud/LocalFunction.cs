using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SessionStore.Contract;
using SessionStore.Engine;
using SessionStore.Infra.Failover;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>
/// The published function as a stage declares it: its executable, its environment, its timeout. Retries and dead letters are the
/// caller's business.
/// </summary>
internal sealed class LocalFunction : IAsyncDisposable
{
    private readonly Registered _function;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private RuntimeApi? _api;
    private ChildProcess? _process;

    private LocalFunction(Registered function, IReadOnlyDictionary<string, string> environment)
    {
        _function = function;
        _environment = environment;
    }

    /// <summary>The environment that the stage declares.</summary>
    public IReadOnlyDictionary<string, string> Variables => Declared(_function);

    /// <summary>The function's limit.</summary>
    public TimeSpan Timeout => TimeSpan.FromSeconds(_function.Number("timeout"));

    /// <summary>The function of a stage.</summary>
    /// <param name="region">The Region that it runs in.</param>
    /// <param name="endpoints">Where the SDK finds the services: the AWS_ENDPOINT_URL_ variables.</param>
    /// <param name="minute">How long the rule's minute is.</param>
    public static LocalFunction Of(StageRun stage, string region, IReadOnlyDictionary<string, string> endpoints, TimeSpan minute)
    {
        var function = stage.Only("aws:lambda/function:Function");
        // What Lambda itself sets: "Defined runtime environment variables" in the Lambda developer guide.
        var environment = new Dictionary<string, string>(endpoints)
        {
            ["AWS_REGION"] = region,
            ["AWS_DEFAULT_REGION"] = region,
            // A key for each Region, so that Route53Front can tell who changed what.
            ["AWS_ACCESS_KEY_ID"] = region,
            ["AWS_SECRET_ACCESS_KEY"] = "rehearsal",
            ["AWS_SESSION_TOKEN"] = "rehearsal",
            ["AWS_LAMBDA_FUNCTION_NAME"] = function.Text("name"),
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = function.Number("memorySize").ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_LOG_FORMAT"] = (string)function.Object("loggingConfig")["logFormat"],
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = (string)function.Object("loggingConfig")["logGroup"],
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = "rehearsal",
            ["LAMBDA_TASK_ROOT"] = FunctionPackage.Path,
            ["_HANDLER"] = function.Text("handler"),
            // The SDK reads ~/.aws: the person's own settings there are none of the function's.
            ["HOME"] = FunctionPackage.Path,
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
        };
        foreach (var (name, value) in Declared(function))
        {
            // A rehearsal's minutes are short: what the function holds back for some of them would otherwise outlast it.
            environment[name] = name == FunctionEnvironment.RoleHold ? Scaled(value, minute) : value;
        }
        return new(function, environment);
    }

    /// <summary>Invokes the function: in the process of the last invocation, or in a new one.</summary>
    /// <param name="cancellationToken">Ends the wait and the process.</param>
    public async Task<Invocation> InvokeAsync(string payload, CancellationToken cancellationToken = default)
    {
        var watch = Stopwatch.StartNew();
        var cold = _process is null or { HasExited: true };
        if (cold)
        {
            await EndAsync();
            _api = await RuntimeApi.StartAsync();
            _process = ChildProcess.Start(
                "dotnet",
                [Path.Combine(FunctionPackage.Path, $"{_function.Text("handler")}.dll")],
                new Dictionary<string, string>(_environment) { ["AWS_LAMBDA_RUNTIME_API"] = _api.Address });
        }
        var before = _process!.Lines.Count;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            // The start of the process is not the function's time: that begins anew when it takes the event.
            var answer = _api!.InvokeAsync(payload, Begin, limit.Token);
            await Task.WhenAny(answer, _process.Exit).WaitAsync(limit.Token);
            var outcome = answer.IsCompleted ? await answer : Failure("Runtime.ExitError", "the process ended without an answer");
            return new(outcome, cold, watch.Elapsed, [.. _process.Lines.Skip(before)]);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var lines = _process.Lines.Skip(before).ToArray();
            await EndAsync();
            return new(Failure("Sandbox.Timedout", $"Task timed out after {Timeout.TotalSeconds} seconds"), cold, watch.Elapsed, lines);
        }

        DateTimeOffset Begin()
        {
            limit.CancelAfter(Timeout);
            return DateTimeOffset.UtcNow + Timeout;
        }
    }

    /// <summary>Ends the process, so that the next invocation is a cold start.</summary>
    public async Task EndAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            await _api!.DisposeAsync();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private static string Scaled(string seconds, TimeSpan minute) =>
        Math.Ceiling(double.Parse(seconds, CultureInfo.InvariantCulture) * (minute / TimeSpan.FromMinutes(1)))
            .ToString(CultureInfo.InvariantCulture);

    // As Lambda words what a function could not say itself.
    private static Outcome Failure(string type, string message) =>
        new(Succeeded: false, JsonSerializer.Serialize(new { errorType = type, errorMessage = message }));

    private static Dictionary<string, string> Declared(Registered function) =>
        ((IReadOnlyDictionary<string, object>)function.Object("environment")["variables"])
        .ToDictionary(pair => pair.Key, pair => (string)pair.Value);
}

/// <summary>One invocation of a function.</summary>
/// <param name="Outcome">What the function answered.</param>
/// <param name="Cold">Whether a process was started for it.</param>
/// <param name="Took">From the call to the answer, the start of a process included.</param>
/// <param name="Log">What the function printed meanwhile.</param>
internal sealed record Invocation(Outcome Outcome, bool Cold, TimeSpan Took, IReadOnlyList<string> Log);
