using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace SessionStore.App.Pages;

/// <summary>
/// The style sheet, which stands in each page: a page that came from a Region which is gone a moment later is whole all the same.
/// </summary>
internal static class Style
{
    private static readonly string _text = Read();

    /// <summary>The style sheet.</summary>
    public static MarkupString Markup { get; } = new(_text);

    /// <summary>What a Content-Security-Policy calls it.</summary>
    public static string Source { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(_text)))}'";

    private static string Read()
    {
        using var reader = new StreamReader(typeof(Style).Assembly.GetManifestResourceStream("style.css")!);
        return reader.ReadToEnd();
    }
}
