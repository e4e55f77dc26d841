using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SessionStore.Client.Connecting;

/// <summary>The authorities of a PEM file.</summary>
internal static class Authorities
{
    /// <summary>Reads them.</summary>
    /// <exception cref="CryptographicException">The file holds something else.</exception>
    public static X509Certificate2Collection Read(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }

    /// <summary>What is wrong with a file; null when it can be used.</summary>
    public static string? Flaw(string file)
    {
        try
        {
            return Read(file).Count == 0 ? "it holds no certificate, expected PEM" : null;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"it cannot be read: {unreadable.Message}";
        }
    }
}
