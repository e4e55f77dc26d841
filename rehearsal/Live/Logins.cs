using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using SessionStore.Contract;

namespace SessionStore.Rehearsal.Live;

/// <summary>How clients and the control plane sign in to the servers, as the primary stack's outputs say.</summary>
/// <param name="Client">The command of a client; empty where it needs none.</param>
/// <param name="ControlPlane">That of the control plane, and of a replica.</param>
/// <param name="ServerOptions">What makes a server ask for it.</param>
internal sealed record Logins(IReadOnlyList<string> Client, IReadOnlyList<string> ControlPlane, IReadOnlyList<string> ServerOptions)
{
    private const string Operator = "rehearsal";

    /// <summary>Nobody signs in.</summary>
    public static Logins None { get; } = new([], [], []);

    /// <summary>What a primary stack declares.</summary>
    public static Logins Of(IReadOnlyDictionary<string, object> outputs)
    {
        switch (outputs.GetValueOrDefault(OutputNames.Auth))
        {
            case "token":
                var token = (string)outputs[OutputNames.AuthToken];
                return new(["AUTH", token], ["AUTH", token], ["--requirepass", token, "--masterauth", token]);
            case "users":
                var declared = ((ImmutableArray<object>)outputs[OutputNames.Users]).Cast<string>().ToArray();
                var names = ((ImmutableArray<object>)outputs[OutputNames.UserNames]).Cast<string>().ToArray();
                var passwords = JsonSerializer.Deserialize<Dictionary<string, string>>((string)outputs[OutputNames.UserPasswords])!;
                var own = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
                List<string> options =
                [
                    "--masteruser", Operator, "--masterauth", own, "--user", Operator, "on", $">{own}", "~*", "&*", "+@all",
                    "--user", "default", "off",
                ];
                foreach (var (declaration, name) in declared.Zip(names))
                {
                    // As ElastiCache's access strings are written: the rules of ACL SETUSER.
                    options.AddRange(["--user", name, $">{Password(declaration)}", .. declaration.Split(' ').Skip(1)]);
                }
                return new(["AUTH", names[0], Password(declared[0])], ["AUTH", Operator, own], options);

                string Password(string declaration) => passwords[declaration.Split(' ')[0]];
            default:
                return None;
        }
    }
}
