using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// A certificate authority for one run. As on ElastiCache, a server's certificate names its own Region's endpoints and not the writer
/// name.
/// </summary>
internal sealed class Certificates : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _authority;
    private readonly string _folder;

    /// <summary>Makes the authority.</summary>
    /// <param name="folder">Where the files go that the servers read.</param>
    public Certificates(string folder)
    {
        _folder = folder;
        var request = new CertificateRequest("CN=session-store rehearsal", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
    }

    /// <summary>The authority's certificate as the servers read it.</summary>
    public string AuthorityFile => Path.Combine(_folder, "authority.pem");

    /// <summary>Makes a server's certificate.</summary>
    /// <param name="name">What the files are called.</param>
    /// <param name="hosts">The names that it is valid for.</param>
    /// <returns>The files of the certificate and of its key.</returns>
    public (string Certificate, string Key) Issue(string name, params IEnumerable<string> hosts)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            names.AddDnsName(host);
        }
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_authority, _authority.NotBefore, _authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        var files = (Certificate: Path.Combine(_folder, $"{name}.crt"), Key: Path.Combine(_folder, $"{name}.key"));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return files;
    }

    /// <summary>Whether a client may trust a server: a chain to this authority, and the host's name in the certificate.</summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return false;
        }
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.Add(_authority);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return own.Build(new X509Certificate2(certificate));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }
}
