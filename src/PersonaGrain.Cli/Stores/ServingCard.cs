using System.Globalization;
using System.Net;
using PersonaGrain.Embedded;

namespace PersonaGrain.Cli.Stores;

/// <summary>The note that <c>persona serve</c> leaves in the store's folder, so that other commands can name its address.</summary>
internal sealed class ServingCard : IDisposable
{
    private const string Name = "serving.txt";
    private readonly string _path;

    /// <summary>Leaves the note until disposed.</summary>
    public ServingCard(string data, string address)
    {
        _path = Path.Combine(data, Name);
        File.WriteAllLines(_path, [Environment.ProcessId.ToString(CultureInfo.InvariantCulture), address]);
    }

    /// <summary>The address at which a process serves the store, or null where it left no note.</summary>
    public static string? Read(string data, int processId)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(data, Name));
            return lines.Length >= 2 && lines[0] == processId.ToString(CultureInfo.InvariantCulture) ? lines[1] : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The address at which a process of this machine serves the store now; null where none does.</summary>
    public static Uri? Find(string data)
    {
        var text = StoreHolder.Find(data) is { } held ? Read(data, held.ProcessId) : null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            return null;
        }

        // One that listens on every address is reached by loopback.
        return IPAddress.TryParse(address.Host.Trim('[', ']'), out var host) && (host.Equals(IPAddress.Any) || host.Equals(IPAddress.IPv6Any))
            ? new UriBuilder(address) { Host = IPAddress.Loopback.ToString() }.Uri
            : address;
    }

    /// <inheritdoc />
    public void Dispose() => File.Delete(_path);
}
