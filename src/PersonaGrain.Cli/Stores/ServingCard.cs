using System.Globalization;

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

    /// <inheritdoc />
    public void Dispose() => File.Delete(_path);
}
