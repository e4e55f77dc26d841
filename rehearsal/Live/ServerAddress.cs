using System.Globalization;

namespace SessionStore.Rehearsal.Live;

/// <summary>Which connection to which server it is that has answered CLIENT INFO (https://valkey.io/commands/client-list/).</summary>
/// <param name="Connection">The connection's number at the server.</param>
/// <param name="Port">The server's own port.</param>
internal readonly record struct ServerAddress(string Connection, int Port)
{
    /// <summary>Reads the answer.</summary>
    /// <exception cref="FormatException">It has no id or laddr: servers before 6.2 do not say their own address.</exception>
    public static ServerAddress Of(string answer)
    {
        var fields = answer.Trim().Split(' ').Select(field => field.Split('=', 2)).Where(field => field.Length == 2)
            .ToDictionary(field => field[0], field => field[1]);
        return fields.TryGetValue("id", out var id) && fields.TryGetValue("laddr", out var address)
            ? new(id, int.Parse(address[(address.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture))
            : throw new FormatException($"CLIENT INFO says \"{answer.Trim()}\": expected id and laddr");
    }
}
