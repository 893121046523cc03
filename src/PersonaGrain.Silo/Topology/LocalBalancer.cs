using System.Text.RegularExpressions;
using PersonaGrain.Silo.Settings;

namespace PersonaGrain.Silo.Topology;

/// <summary>nginx in front of the gateways, with the configuration that containers use: <c>docker/nginx.conf</c>.</summary>
internal static partial class LocalBalancer
{
    /// <summary>The name of its process.</summary>
    public const string Name = "nginx";

    /// <summary>What it answers by itself, whatever the gateways do.</summary>
    public const string HealthPath = "/balancer";

    // Open event streams never end by themselves: it closes them after this many seconds, and has one more to end.
    private const int Drain = 2;

    // Milliseconds for one look through the template.
    private const int Patience = 1_000;

    /// <summary>Where nginx is on this machine, or null.</summary>
    public static string? Program => Programs.Find("nginx");

    /// <summary>How it is started.</summary>
    public static AttendedStart Start(string program, TopologyFolder folder, int port, IReadOnlyList<int> gateways)
    {
        var temporary = folder.Inside("run/nginx");
        Directory.CreateDirectory(temporary);
        var file = folder.Inside("run/nginx.conf");
        File.WriteAllText(file, Fill(File.ReadAllText(SettingsFile.Find("docker/nginx.conf", "docker", ".conf")), port, gateways, temporary));

        // Its workers are otherwise another user than root, who may not reach the folder.
        var user = Environment.UserName == "root" ? " user root;" : string.Empty;
        return new AttendedStart(
            Name, [program, "-e", "stderr", "-p", temporary, "-c", file, "-g", "daemon off;" + user], "QUIT", TimeSpan.FromSeconds(Drain + 1), new Dictionary<string, string>());
    }

    /// <summary>The configuration with this cluster's addresses: it listens on loopback, and gateways are named by their ports.</summary>
    /// <exception cref="InvalidDataException">A place to fill in is missing.</exception>
    internal static string Fill(string template, int port, IReadOnlyList<int> gateways, string temporary)
    {
        var text = Once(Listen(), template, _ => $"listen 127.0.0.1:{port};");
        text = Once(ShutdownTimeout(), text, static _ => $"worker_shutdown_timeout {Drain}s;");
        text = Once(Resolver(), text, static _ => string.Empty);
        text = Once(Server(), text, match => string.Join('\n', gateways.Select(gateway => $"{match.Groups["indent"]}server 127.0.0.1:{gateway} {match.Groups["options"]}")));
        return Temporary().Replace(text, match => $"{match.Groups["name"]} \"{temporary}/{match.Groups["file"]}\";");
    }

    private static string Once(Regex place, string text, MatchEvaluator fill) => place.Count(text) == 1
        ? place.Replace(text, fill)
        : throw new InvalidDataException($"docker/nginx.conf has not exactly one '{place}'");

    [GeneratedRegex(@"\blisten \d+;", RegexOptions.None, Patience)]
    private static partial Regex Listen();

    [GeneratedRegex(@"\bworker_shutdown_timeout \w+;", RegexOptions.None, Patience)]
    private static partial Regex ShutdownTimeout();

    [GeneratedRegex(@"^\s*resolver [^;]+;\n", RegexOptions.Multiline, Patience)]
    private static partial Regex Resolver();

    [GeneratedRegex(@"^(?<indent>\s*)server \S+:\d+ resolve (?<options>[^;]+;)", RegexOptions.Multiline, Patience)]
    private static partial Regex Server();

    [GeneratedRegex(@"\b(?<name>\w+) /tmp/(?<file>[\w.]+);", RegexOptions.None, Patience)]
    private static partial Regex Temporary();
}
