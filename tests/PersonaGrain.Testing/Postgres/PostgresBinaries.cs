using System.Diagnostics;

namespace PersonaGrain.Testing.Postgres;

/// <summary>The programs of a PostgreSQL installation, and how to run them: never as root, which the server refuses.</summary>
public sealed class PostgresBinaries
{
    /// <summary>The environment variable that names the folder of <c>initdb</c> and the others, where they are in none of the usual places.</summary>
    public const string Variable = "PERSONAGRAIN_POSTGRES_BIN";

    private static readonly string[] Programs = ["initdb", "postgres", "pg_ctl", "pg_isready", "createdb"];

    private const string Installations = "/usr/lib/postgresql";

    /// <summary>What a server's starter says before it ends the server's standard input, so that the data stays.</summary>
    internal const string Keep = "keep";

    // Runs the server until it ends. Whoever holds the other end of standard input may be killed: then the server and its data go too.
    private const string Attended = """
        exec 3<&0
        folder=$1; shift
        "$@" </dev/null >>"$folder/server.log" 2>&1 3<&- &
        server=$!
        {
            read -r word
            kill -QUIT $server
            while kill -0 $server; do sleep 0.1; done
            [ "$word" = keep ] || rm -rf "$folder"
        } <&3 >/dev/null 2>&1 &
        wait $server
        """;

    private readonly string _folder;
    private readonly string[] _asUser;
    private readonly string? _user;

    private PostgresBinaries(string folder)
    {
        _folder = folder;
        if (Environment.UserName == "root")
        {
            _user = File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
            _asUser = ["setpriv", $"--reuid={_user}", "--clear-groups", "--"];
        }
        else
        {
            _asUser = [];
        }
    }

    /// <summary>The installation of this machine with the highest version, or null where there is none.</summary>
    public static PostgresBinaries? Found { get; } = Folder() is { } folder ? new PostgresBinaries(folder) : null;

    /// <summary>Why tests with a server of their own are skipped; null when they run.</summary>
    public static string? WhyMissing => Found is null
        ? $"needs PostgreSQL's programs (Debian: postgresql-15), which are not here (looked in {Variable}, {Installations} and PATH)"
        : null;

    internal async Task OwnAsync(string folder)
    {
        if (_user is not null)
        {
            using var process = Launch("chown", [_user, folder]);
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Starts a server that ends when its standard input does, and its folder with it unless <see cref="Keep"/> was said.</summary>
    internal Process Start(string folder, IEnumerable<string> arguments)
    {
        string[] command = [.. _asUser, "sh", "-c", Attended, "sh", folder, Path.Combine(_folder, "postgres"), .. arguments];
        return Launch(command[0], command[1..]);
    }

    internal async Task KillAsync(int pid)
    {
        using var process = Launch("kill", ["-KILL", $"{pid}"]);
        await process.WaitForExitAsync();
    }

    internal async Task<bool> TryRunAsync(string program, params string[] arguments)
    {
        using var process = Launch(program, arguments, asUser: true);
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync(), process.WaitForExitAsync());
        return process.ExitCode == 0;
    }

    internal async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Launch(program, arguments, asUser: true);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await Task.WhenAll(output, errors, process.WaitForExitAsync());
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}: {await errors}{await output}");
        }
    }

    private Process Launch(string program, string[] arguments, bool asUser) =>
        asUser && _asUser.Length > 0
            ? Launch(_asUser[0], [.. _asUser[1..], Path.Combine(_folder, program), .. arguments])
            : Launch(asUser ? Path.Combine(_folder, program) : program, arguments);

    private static Process Launch(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
    }

    private static string? Folder()
    {
        var installed = Directory.Exists(Installations)
            ? Directory.EnumerateDirectories(Installations).OrderByDescending(folder => double.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return new[] { Environment.GetEnvironmentVariable(Variable) }.Concat(installed).Concat(path)
            .FirstOrDefault(folder => folder is { Length: > 0 } && Programs.All(program => File.Exists(Path.Combine(folder, program))));
    }
}
