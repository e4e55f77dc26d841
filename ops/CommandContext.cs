using System.Diagnostics;
using System.Text.Json;
using Amazon.SimpleNotificationService.Model;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Status;
using SessionStore.Ops.Store;
using Spectre.Console;

namespace SessionStore.Ops;

/// <summary>How a command is carried out.</summary>
/// <param name="DryRun">Whether to say what would be done, and do nothing.</param>
/// <param name="Yes">Whether the person has confirmed beforehand.</param>
/// <param name="Patience">How long a change is followed before the command gives up waiting.</param>
internal sealed record CommandOptions(bool DryRun, bool Yes, TimeSpan Patience);

/// <summary>What every command needs: the store, a look at it, a person to ask, and a timeline to write.</summary>
internal sealed class CommandContext(DeployedStore store, ServiceClients clients, IAnsiConsole console, CommandOptions options)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public DeployedStore Store => store;

    public ServiceClients Clients => clients;

    /// <summary>How long a change is followed before the command gives up waiting.</summary>
    public TimeSpan Patience => options.Patience;

    /// <summary>Where a person reads.</summary>
    public IAnsiConsole Console => console;

    /// <summary>Looks at the store.</summary>
    public StoreStatusReader StatusReader { get; } = new(store, clients);

    /// <summary>Writes a line.</summary>
    public void Say(string text) => console.WriteLine(text);

    /// <summary>Writes a line of the timeline.</summary>
    public void Tell(string text) =>
        Say(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds,9:0.000} s  {text}"));

    /// <summary>Asks the person, once the checks are done, and starts the timeline.</summary>
    /// <param name="deed">What will be done.</param>
    /// <param name="warnings">What that means, beforehand.</param>
    /// <param name="word">What the person types to go on.</param>
    /// <returns>Whether to go on: not in a dry run.</returns>
    /// <exception cref="OpsException">There is nobody to ask, or the person did not type the word.</exception>
    public bool Confirm(string deed, IReadOnlyCollection<string> warnings, string word)
    {
        if (warnings.Count > 0)
        {
            console.Write(new Panel(new Text(string.Join(Environment.NewLine, warnings))).BorderColor(Color.Red).Header("careful"));
        }
        if (options.DryRun)
        {
            Say($"Dry run: would {deed}. Nothing has been changed.");
            return false;
        }
        if (!options.Yes)
        {
            if (!console.Profile.Capabilities.Interactive)
            {
                throw new OpsException($"Nobody to ask whether to {deed}: confirm with --yes. Nothing has been changed.");
            }
            if (console.Prompt(new TextPrompt<string>($"Type {word} to {deed}:").AllowEmpty()) != word)
            {
                throw new OpsException("Not confirmed. Nothing has been changed.");
            }
        }
        _clock.Restart();
        return true;
    }

    /// <summary>Says what a dry run would do, for what needs no confirmation.</summary>
    /// <returns>Whether to go on: not in a dry run.</returns>
    public bool Proceed(string deed)
    {
        if (options.DryRun)
        {
            Say($"Dry run: would {deed}. Nothing has been changed.");
        }
        return !options.DryRun;
    }

    /// <summary>Publishes a message about a Region's group to the Region's topic.</summary>
    /// <param name="key">The message's key, such as session-store:Pin.</param>
    public Task PublishAsync(DeployedRegion region, string key, CancellationToken cancellationToken) =>
        PublishAsync(region, key, region.ReplicationGroupId, cancellationToken);

    /// <summary>Publishes a message to a Region's topic.</summary>
    /// <param name="key">The message's key, such as session-store:PinElsewhere.</param>
    /// <param name="group">The group that it is about.</param>
    public async Task PublishAsync(DeployedRegion region, string key, string group, CancellationToken cancellationToken)
    {
        var message = JsonSerializer.Serialize(new Dictionary<string, string> { [key] = group });
        await PublishMessageAsync(region, message, cancellationToken);
        Tell($"published {message} to {region.TopicArn}");
    }

    /// <summary>Publishes a message to a Region's topic as it is.</summary>
    public Task PublishMessageAsync(DeployedRegion region, string message, CancellationToken cancellationToken) =>
        clients.Sns(region.Name).PublishAsync(new PublishRequest { TopicArn = region.TopicArn, Message = message }, cancellationToken);

    /// <summary>Follows a change until it is done, and tells each thing that is still awaited once.</summary>
    /// <param name="pending">What is still awaited; null when the change is done.</param>
    /// <param name="within">How long from now on; null for what is left of the command's own time.</param>
    /// <exception cref="OpsException">It was not done in time; the message says what is still awaited.</exception>
    public async Task FollowAsync(Func<Task<string?>> pending, CancellationToken cancellationToken, TimeSpan? within = null)
    {
        var (told, end) = ("", within is { } time ? _clock.Elapsed + time : options.Patience);
        while (await pending() is { } awaited)
        {
            if (_clock.Elapsed > end)
            {
                throw new OpsException($"After {(within ?? options.Patience).TotalSeconds:0} s still waiting: {awaited}. What was asked "
                    + "for may still happen: look with status.");
            }
            if (awaited != told)
            {
                Tell($"waiting: {awaited}");
                told = awaited;
            }
            var (left, interval) = (end - _clock.Elapsed, RecordStatusReader.Interval);
            await Task.Delay(left > TimeSpan.Zero && left < interval ? left : interval, cancellationToken);
        }
    }
}
