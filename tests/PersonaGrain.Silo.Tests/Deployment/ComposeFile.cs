using System.Text.RegularExpressions;
using PersonaGrain.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace PersonaGrain.Silo.Tests.Deployment;

/// <summary>The compose file, with anchors merged and variables filled in.</summary>
internal sealed partial class ComposeFile
{
    private readonly Dictionary<object, object> _root;

    private ComposeFile(Dictionary<object, object> root) => _root = root;

    /// <summary>The names of its services.</summary>
    public IEnumerable<string> Services => ((Dictionary<object, object>)_root["services"]).Keys.Cast<string>();

    /// <summary>Reads it, each variable at its default, or at a made-up value where it must be set.</summary>
    public static ComposeFile Read()
    {
        var text = Variable().Replace(File.ReadAllText(Repository.File("docker/compose.yaml")), static match => match.Groups["fallback"] is { Success: true, Value: var fallback } ? fallback : "given");
        var parser = new MergingParser(new Parser(new StringReader(text)));
        return new ComposeFile(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(parser));
    }

    /// <summary>Every variable that must be set by whoever runs it.</summary>
    public static IReadOnlyList<string> RequiredVariables() => [.. Variable().Matches(File.ReadAllText(Repository.File("docker/compose.yaml")))
        .Where(static match => !match.Groups["fallback"].Success).Select(static match => match.Groups["name"].Value).Distinct()];

    /// <summary>What stands at a place, such as <c>deploy.replicas</c> of a service; null where nothing does.</summary>
    public object? Find(string service, string path)
    {
        object? at = ((Dictionary<object, object>)_root["services"])[service];
        foreach (var name in path.Split('.'))
        {
            at = at is Dictionary<object, object> map && map.TryGetValue(name, out var next) ? next : null;
        }

        return at;
    }

    public string Text(string service, string path) => (string)(Find(service, path) ?? throw new InvalidOperationException($"{service} has no {path}"));

    public string[] List(string service, string path) => [.. ((IEnumerable<object>?)Find(service, path) ?? []).Cast<string>()];

    public Dictionary<string, string> Environment(string service) =>
        (Find(service, "environment") as Dictionary<object, object> ?? []).ToDictionary(static entry => (string)entry.Key, static entry => (string)entry.Value);

    /// <summary>Services of this project's own image.</summary>
    public IEnumerable<string> Own => Services.Where(service => Find(service, "build") is not null);

    /// <summary>A time such as <c>60s</c> or <c>1m</c>.</summary>
    public TimeSpan Time(string service, string path) => Text(service, path) switch
    {
        [.. var seconds, 's'] => TimeSpan.FromSeconds(int.Parse(seconds)),
        [.. var minutes, 'm'] => TimeSpan.FromMinutes(int.Parse(minutes)),
        var other => throw new FormatException(other),
    };

    [GeneratedRegex(@"\$\{(?<name>\w+)(:-(?<fallback>[^}]*)|:\?[^}]*)\}")]
    private static partial Regex Variable();
}
