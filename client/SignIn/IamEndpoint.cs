using System.Text.RegularExpressions;

namespace SessionStore.Client.SignIn;

/// <summary>The replication group that an endpoint belongs to, and its Region: what a token is signed for.</summary>
/// <param name="Group">The replication group's ID, in lower case.</param>
/// <param name="Region">The Region.</param>
internal sealed partial record IamEndpoint(string Group, string Region)
{
    private static readonly string[] _prefixes = ["master", "replica", "clustercfg"];

    /// <summary>
    /// Reads an endpoint's name, such as master.session-store-us-east-2.abc123.use2.cache.amazonaws.com: the second label is the group, and
    /// what ends it the Region.
    /// </summary>
    /// <param name="host">The endpoint's name.</param>
    /// <param name="region">The Region where the group's name does not end in one; null for none.</param>
    /// <exception cref="InvalidOperationException">The name is not an endpoint's, or nothing tells the Region.</exception>
    public static IamEndpoint Of(string host, string? region)
    {
        var labels = host.ToLowerInvariant().Split('.');
        if (labels.Length < 5 || !_prefixes.Contains(labels[0]))
        {
            throw new InvalidOperationException(
                $"{host}: no token can be signed for it, expected an endpoint such as "
                + $"master.<replication group>.<…>.cache.amazonaws.com, with one of {string.Join(", ", _prefixes)} in front");
        }
        return new(labels[1], RegionIn(host) ?? region
            ?? throw new InvalidOperationException(
                $"{host}: replication group {labels[1]} does not end in a Region, so that AwsRegion has to be set"));
    }

    /// <summary>The Region that the replication group of an endpoint's name ends in; null for any other name.</summary>
    public static string? RegionIn(string host)
    {
        var labels = host.ToLowerInvariant().Split('.');
        return labels.Length >= 5 && _prefixes.Contains(labels[0]) && RegionAtEnd().Match(labels[1]) is { Success: true } named
            ? named.Groups["region"].Value
            : null;
    }

    /// <summary>Whether a text has the form of a Region's name.</summary>
    public static bool IsRegion(string text) =>
        RegionAtEnd().Match($"-{text}") is { Success: true, Length: var length } && length == text.Length + 1;

    [GeneratedRegex(
        "-(?<region>[a-z]{2}(-(gov|iso[a-z]?))?-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[0-9]+)$")]
    private static partial Regex RegionAtEnd();
}
