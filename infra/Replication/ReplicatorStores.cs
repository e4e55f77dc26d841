using System.Text.Json;
using Pulumi;
using SessionStore.Contract;
using SessionStore.Infra.Compute;
using Names = SessionStore.Contract.ReplicatorSettings;

namespace SessionStore.Infra.Replication;

/// <summary>What the worker is told of its two stores: plain settings in its environment, secrets in a file.</summary>
/// <param name="Variables">Names of environment variables to their values.</param>
/// <param name="Secrets">The file that <see cref="Names.File"/> names, a secret; null where neither store asks for one.</param>
internal sealed record ReplicatorStores(IReadOnlyList<(string Name, Output<string> Value)> Variables, Output<string>? Secrets)
{
    public static ReplicatorStores Of(ReplicatorArgs args, StoreSignIn own)
    {
        var source = args.Migration?.SignIn.ForWorker() ?? own;
        var variables = new List<(string, Output<string>)>
        {
            (Variable(Names.ReplicationGroupId), args.Member.ReplicationGroupId),
            (Variable(Names.CompareAt), Output.Create(args.Worker.CompareAt ?? "")),
            (Variable(Names.CompareRepairs), Output.Create(args.Worker.CompareRepairs ? "true" : "false")),
        };
        variables.AddRange(Store(Names.Target, args.Member.PrimaryEndpoint, CacheNodes.Port, own));
        variables.AddRange(args.Migration is { } from
            ? [.. Store(Names.Source, Output.Create(from.Host), from.Port, source), .. Others(from)]
            : Store(Names.Source, Output.Create(args.WriterName), CacheNodes.Port, source));
        return new(variables, File((Names.Source, source), (Names.Target, own)));
    }

    /// <summary>A setting's name in the environment: "Configuration in ASP.NET Core".</summary>
    public static string Variable(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);

    private static IEnumerable<(string, Output<string>)> Store(string section, Output<string> name, int port, StoreSignIn signIn)
    {
        yield return ($"{section}__{Names.WriterName}", name);
        yield return ($"{section}__Port", Output.Create($"{port}"));
        yield return ($"{section}__Auth", Output.Create(signIn.Mode));
        if (signIn.UserName is { } user)
        {
            yield return ($"{section}__UserName", Output.Create(user));
        }
    }

    private static IEnumerable<(string, Output<string>)> Others(MigrationSettings old)
    {
        if (!old.Tls)
        {
            yield return ($"{Names.Source}__Tls", Output.Create("false"));
        }
        if (old.SignIn.ReplicationGroupId is not null)
        {
            yield return ($"{Names.Source}__AwsRegion", Output.Create(old.SignIn.Region));
        }
        if (old.CertificateAuthority is not null)
        {
            yield return ($"{Names.Source}__CertificateAuthorityFile", Output.Create(ReplicatorUserData.AuthorityFile));
        }
        foreach (var (index, domain) in old.TrustedDomains.Index())
        {
            yield return ($"{Names.Source}__TrustedDomains__{index}", Output.Create(domain));
        }
    }

    private static Output<string>? File(params (string Section, StoreSignIn SignIn)[] stores)
    {
        var secrets = stores.Where(store => store.SignIn.Secret is not null).ToArray();
        return secrets.Length == 0 ? null : Output.All(secrets.Select(store => store.SignIn.Secret!)).Apply(values =>
            JsonSerializer.Serialize(secrets.Zip(values).ToDictionary(
                pair => pair.First.Section,
                pair => new Dictionary<string, string> { [pair.First.SignIn.SecretOption!] = pair.Second })));
    }
}
