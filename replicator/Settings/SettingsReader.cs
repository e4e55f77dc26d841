using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SessionStore.Client;
using Names = SessionStore.Contract.ReplicatorSettings;

namespace SessionStore.Replicator.Settings;

/// <summary>Reads the configuration and checks all of it, the two stores' sections included, before anything is done.</summary>
internal static class SettingsReader
{
    private const string Section = "Replicator";

    private static readonly string[] _known =
    [
        Names.File, Names.ReplicationGroupId, Names.HealthFile, Names.CompareAt, Names.CompareRepairs, Names.Lease, Names.Settle,
        Names.MaximumWaiting, Names.MetricsEvery,
    ];

    /// <summary>Reads the environment, and the file that it names.</summary>
    /// <exception cref="ReplicatorException">The file cannot be read.</exception>
    public static IConfiguration Configuration()
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        if (environment[Names.File] is not { Length: > 0 } file)
        {
            return environment;
        }
        try
        {
            return new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: true)
                .AddEnvironmentVariables().Build();
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ReplicatorException($"{Names.File} is \"{file}\", which cannot be read: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>Checks everything.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="stores">The services of the two stores, by their section.</param>
    /// <exception cref="ReplicatorException">Names every problem.</exception>
    public static ReplicatorOptions Read(
        IConfiguration configuration, params IReadOnlyList<(string Section, IServiceProvider Services)> stores)
    {
        var problems = new List<string>();
        foreach (var unknown in configuration.GetSection(Section).GetChildren()
            .Where(child => !_known.Contains(child.Path, StringComparer.OrdinalIgnoreCase)))
        {
            problems.Add($"{unknown.Path} is not a setting: expected one of {string.Join(", ", _known)}");
        }
        var read = new ReplicatorOptions { ReplicationGroupId = configuration[Names.ReplicationGroupId] ?? "" };
        if (read.ReplicationGroupId.Length == 0)
        {
            problems.Add($"{Names.ReplicationGroupId} is not set: expected the replication group that is written to, such as "
                + "session-store-us-east-2");
        }
        read = read with
        {
            HealthFile = configuration[Names.HealthFile] is { Length: > 0 } file ? file : null,
            CompareAt = Parse<TimeOnly?>(Names.CompareAt, null, "a time of day in UTC such as 03:30", text =>
                TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null),
            CompareRepairs = Parse(Names.CompareRepairs, read.CompareRepairs, "true or false",
                text => bool.TryParse(text, out var flag) ? flag : null),
            Lease = Span(Names.Lease, read.Lease, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            Settle = Span(Names.Settle, read.Settle, TimeSpan.Zero, TimeSpan.FromHours(1)),
            MetricsEvery = Span(Names.MetricsEvery, read.MetricsEvery, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            MaximumWaiting = Parse(Names.MaximumWaiting, read.MaximumWaiting, "a number from 1000 to 5000000", text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1000 and <= 5_000_000
                    ? number : null),
        };
        problems.AddRange(stores.SelectMany(store => Problems(store.Section, store.Services)));
        return problems.Count == 0 ? read : throw new ReplicatorException(string.Join(Environment.NewLine,
            problems.Select((problem, index) => $"{index + 1}. {problem}")
                .Prepend($"The replicator cannot start, {problems.Count} problem(s):")));

        T Parse<T>(string setting, T standard, string expected, Func<string, object?> read)
        {
            if (configuration[setting] is not { Length: > 0 } text)
            {
                return standard;
            }
            if (read(text.Trim()) is T value)
            {
                return value;
            }
            problems.Add($"{setting} is \"{text}\": expected {expected}");
            return standard;
        }

        TimeSpan Span(string setting, TimeSpan standard, TimeSpan least, TimeSpan most) =>
            Parse(setting, standard, $"a time such as {standard}, from {least} to {most}", text =>
                TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= least && span <= most ? span : null);
    }

    // The client numbers its problems under a heading of its own; here they are numbered together.
    private static IEnumerable<string> Problems(string section, IServiceProvider services)
    {
        try
        {
            _ = services.GetRequiredService<IOptions<SessionStoreOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return wrong.Failures.SelectMany(failure => failure.Split(Environment.NewLine).Skip(1))
                .Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])
                .Select(line => line.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase) ? line : $"{section}:{line}");
        }
    }
}
