using System.Globalization;

namespace SessionStore.Client.Naming;

/// <summary>Reads host:port, with an IPv6 address in brackets.</summary>
internal static class HostAndPort
{
    /// <summary>Reads it.</summary>
    /// <returns>Both parts; null for anything else.</returns>
    public static (string Host, int Port)? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= ushort.MaxValue
            && Uri.CheckHostName(text[..colon]) is not UriHostNameType.Unknown
            ? (text[..colon].Trim('[', ']'), port)
            : null;
    }
}
