using System.Text.Json;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The rule of a Region that calls the function every minute, with the input that the stage gave its target.</summary>
internal sealed class LocalRule
{
    private readonly LocalPermissions _permissions;
    private readonly LocalInvocations _invocations;
    private readonly TimeSpan _minute;
    private readonly string _message;
    private int _failed;

    /// <summary>Reads the rule of a stage.</summary>
    /// <param name="permissions">Whether the rule may call the function.</param>
    /// <param name="invocations">The function's invocations.</param>
    /// <param name="minute">How long a minute is.</param>
    /// <exception cref="JsonException">The target's input is no JSON, which EventBridge refuses: Target in its API reference.</exception>
    public LocalRule(IReadOnlyList<Registered> resources, LocalPermissions permissions, LocalInvocations invocations, TimeSpan minute)
    {
        (_permissions, _invocations, _minute) = (permissions, invocations, minute);
        var target = resources.Single(resource => resource.Type == "aws:cloudwatch/eventTarget:EventTarget");
        Event = target.Text("input");
        using var input = JsonDocument.Parse(Event);
        _message = input.RootElement.GetProperty("Records")[0].GetProperty("Sns").GetProperty("Message").GetString()!;
    }

    /// <summary>What the function gets.</summary>
    public string Event { get; }

    /// <summary>How many ticks could not be handed to the function: the metric FailedInvocations.</summary>
    public int FailedInvocations => _failed;

    /// <summary>One tick.</summary>
    public void Tick()
    {
        if (!_permissions.RuleMayInvoke)
        {
            Interlocked.Increment(ref _failed);
        }
        else if (_invocations.Up)
        {
            _invocations.Start(Event, _message);
        }
    }

    /// <summary>Asks the function to look, every minute.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_minute);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Tick();
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
