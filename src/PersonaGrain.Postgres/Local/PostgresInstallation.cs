namespace PersonaGrain.Postgres.Local;

/// <summary>PostgreSQL's programs on this machine, and the user that they run as: the server refuses to run as root.</summary>
internal sealed class PostgresInstallation
{
    /// <summary>The environment variable that names the folder of <c>initdb</c> and <c>postgres</c>, where it is in none of the usual places.</summary>
    public const string Variable = "PERSONAGRAIN_POSTGRES_BIN";

    private const string Versions = "/usr/lib/postgresql";

    private readonly string _folder;
    private readonly string? _user = Environment.UserName == "root" ? OtherUser() : null;

    private PostgresInstallation(string folder) => _folder = folder;

    /// <summary>The installation with the highest version, or null where there is none.</summary>
    public static PostgresInstallation? Find() => Folder() is { } folder ? new PostgresInstallation(folder) : null;

    /// <summary>The command that starts one of its programs, as a user other than root.</summary>
    public string[] Command(string program)
    {
        var path = Path.Combine(_folder, program);
        return _user is null ? [path] : [.. AsUser, path];
    }

    /// <summary>Makes a folder that only the user of the programs may enter.</summary>
    /// <returns>Null when it is made, else why that user can not reach it.</returns>
    /// <exception cref="IOException">It can not be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public async Task<string?> MakePrivateAsync(string folder, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
        {
            return "a server of its own needs Linux or macOS";
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (_user is null)
        {
            return null;
        }

        return await InstalledProgram.RunAsync(["chown", _user, folder], cancellation)
            ?? (await InstalledProgram.RunAsync([.. AsUser, "test", "-w", folder], cancellation) is null
                ? null
                : $"PostgreSQL does not run as root, and its user {_user} can not reach {folder}");
    }

    private string[] AsUser => ["setpriv", $"--reuid={_user}", "--clear-groups", "--"];

    private static string OtherUser() =>
        File.ReadLines("/etc/passwd").Any(static line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static string? Folder()
    {
        var installed = Directory.Exists(Versions)
            ? Directory.EnumerateDirectories(Versions).OrderByDescending(static folder => double.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(static folder => Path.Combine(folder, "bin"))
            : [];
        return new[] { Environment.GetEnvironmentVariable(Variable) }
            .Concat(installed)
            .Append(Path.GetDirectoryName(InstalledProgram.Find("initdb")))
            .FirstOrDefault(static folder => folder is { Length: > 0 } && File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}
