namespace SessionStore.Infra.Compute;

/// <summary>A folder that `dotnet publish` has filled: a program that brings its runtime along.</summary>
/// <param name="Folder">The whole path.</param>
/// <param name="Command">The file in it that is started.</param>
/// <param name="NeedsIcu">Whether it needs the cultures of the operating system.</param>
internal sealed record PublishedProgram(string Folder, string Command, bool NeedsIcu);
