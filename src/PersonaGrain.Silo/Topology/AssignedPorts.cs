using System.Text.Json;

namespace PersonaGrain.Silo.Topology;

/// <summary>The free ports that a cluster's processes were given, kept for the next time.</summary>
/// <remarks>
/// A silo that comes back at its address takes the place of the one that was lost there at once. At another address it has to
/// wait until the lost one is known to be gone.
/// </remarks>
internal sealed class AssignedPorts
{
    private readonly string _file;
    private readonly Dictionary<string, int> _ports;

    /// <summary>Reads those of a folder.</summary>
    public AssignedPorts(TopologyFolder folder)
    {
        _file = folder.Inside("run/ports.json");
        _ports = File.Exists(_file) ? JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(_file))! : [];
    }

    /// <summary>The ports of a process: those it had, where they are free, else others.</summary>
    public int[] Of(params string[] names)
    {
        var ports = Had(names) ?? Ports.Take(0, names.Length, "--data");
        foreach (var (name, port) in names.Zip(ports))
        {
            _ports[name] = port;
        }

        File.WriteAllText(_file, JsonSerializer.Serialize(_ports));
        return ports;
    }

    private int[]? Had(string[] names)
    {
        try
        {
            return Array.TrueForAll(names, _ports.ContainsKey) ? [.. names.Select(name => Ports.Take(_ports[name], 1, "--data")[0])] : null;
        }
        catch (TopologyFault)
        {
            return null;
        }
    }
}
