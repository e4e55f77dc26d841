using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using SessionStore.Client;
using SessionStore.Contract;

namespace SessionStore.Rehearsal.Live;

/// <summary>How clients and the control plane sign in to the servers, as the primary stack's outputs say.</summary>
/// <param name="Client">The settings of SessionStore.Client.</param>
/// <param name="ControlPlane">The command of the control plane, and of a replica; empty where they need none.</param>
/// <param name="ServerOptions">What makes a server ask for it.</param>
internal sealed record Logins(
    IReadOnlyDictionary<string, string> Client, IReadOnlyList<string> ControlPlane, IReadOnlyList<string> ServerOptions)
{
    private const string Operator = "rehearsal";

    /// <summary>Nobody signs in.</summary>
    public static Logins None { get; } = new(new Dictionary<string, string>(), [], []);

    /// <summary>What a primary stack declares.</summary>
    public static Logins Of(IReadOnlyDictionary<string, object> outputs)
    {
        switch (outputs.GetValueOrDefault(OutputNames.Auth))
        {
            case "token":
                var token = (string)outputs[OutputNames.AuthToken];
                return new(
                    Settings((nameof(SessionStoreOptions.AuthToken), token)), ["AUTH", token],
                    ["--requirepass", token, "--masterauth", token]);
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
                // The committed access string lets its user into session:* and nowhere else.
                var user = Settings(
                    (nameof(SessionStoreOptions.UserName), names[0]), (nameof(SessionStoreOptions.Password), Password(declared[0])),
                    (nameof(SessionStoreOptions.InstanceName), "session:"));
                return new(user, ["AUTH", Operator, own], options);

                string Password(string declaration) => passwords[declaration.Split(' ')[0]];
            default:
                return None;
        }

        Dictionary<string, string> Settings(params ReadOnlySpan<(string Name, string Value)> secrets)
        {
            var settings = new Dictionary<string, string> { [nameof(SessionStoreOptions.Auth)] = (string)outputs[OutputNames.Auth] };
            foreach (var (name, value) in secrets)
            {
                settings[name] = value;
            }
            return settings;
        }
    }
}
