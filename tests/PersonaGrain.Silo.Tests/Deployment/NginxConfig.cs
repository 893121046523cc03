using System.Globalization;
using System.Text.RegularExpressions;
using PersonaGrain.Testing;

namespace PersonaGrain.Silo.Tests.Deployment;

/// <summary>nginx's configuration, read as far as its checks need.</summary>
internal sealed partial record NginxConfig(string Text)
{
    /// <summary>Where it listens: a port, or address and port.</summary>
    public string Listen => Listening().Match(Text).Groups["address"].Value;

    /// <summary>The gateways, each as host and port.</summary>
    public IEnumerable<string> Servers => Server().Matches(Text).Select(static match => match.Groups["address"].Value).Distinct(StringComparer.Ordinal);

    /// <summary>That of containers.</summary>
    public static NginxConfig Read() => Read(Repository.File("docker"));

    /// <summary>That of a folder, with what it includes.</summary>
    public static NginxConfig Read(string folder) => new(Include().Replace(
        File.ReadAllText(Path.Combine(folder, "nginx.conf")), match => File.ReadAllText(Path.Combine(folder, match.Groups["file"].Value))));

    /// <summary>How large a body may be at a path, in bytes.</summary>
    public long MaximumBody(string path)
    {
        foreach (Match location in Location().Matches(Text))
        {
            var (kind, pattern) = (location.Groups["kind"].Value, location.Groups["path"].Value);
            if ((kind == "=" && pattern == path) || (kind == "~" && Regex.IsMatch(path, pattern)))
            {
                return Size(location.Value) ?? Default();
            }
        }

        return Default();

        long Default() => Size(Text[..Text.IndexOf("location", StringComparison.Ordinal)])!.Value;
    }

    /// <summary>The body of a location.</summary>
    public string LocationOf(string path) => Location().Matches(Text).Single(match => match.Groups["path"].Value == path).Value;

    private static long? Size(string text)
    {
        var found = BodySize().Match(text);
        return found.Success
            ? long.Parse(found.Groups["size"].Value, CultureInfo.InvariantCulture) << (found.Groups["unit"].Value switch { "k" => 10, "m" => 20, "g" => 30, _ => 0 })
            : null;
    }

    [GeneratedRegex(@"^\s*include (?<file>[\w./]+);", RegexOptions.Multiline)]
    private static partial Regex Include();

    [GeneratedRegex(@"^\s*server (?<address>[\w.-]+:\d+)\b", RegexOptions.Multiline)]
    private static partial Regex Server();

    [GeneratedRegex(@"^\s*listen (?<address>[\w.:]+);", RegexOptions.Multiline)]
    private static partial Regex Listening();

    [GeneratedRegex(@"location (?<kind>[=~]) (?<path>\S+) \{[^}]*\}")]
    private static partial Regex Location();

    [GeneratedRegex(@"client_max_body_size (?<size>\d+)(?<unit>[kmg]?);")]
    private static partial Regex BodySize();
}
