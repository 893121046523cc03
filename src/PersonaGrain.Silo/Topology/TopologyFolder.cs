using System.Text.Json;

namespace PersonaGrain.Silo.Topology;

/// <summary>The folder of a cluster on this machine: the database, a log for each process, what is noted about the processes.</summary>
internal sealed class TopologyFolder
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Makes the folder where it is missing.</summary>
    public TopologyFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(Inside("logs"));
        Directory.CreateDirectory(Inside("run"));
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    private string RecordFile => Inside("run/cluster.json");

    /// <summary>A place inside.</summary>
    public string Inside(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>The log of a process.</summary>
    public string Log(string name) => Inside($"logs/{name}.log");

    /// <summary>The file of a process's id.</summary>
    public string Pid(string name) => Inside($"run/{name}.pid");

    /// <summary>Holds the folder for one process until disposed; null where another one has it.</summary>
    public FileStream? TryLock()
    {
        try
        {
            return new FileStream(Inside("run/lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Whether a cluster runs from here.</summary>
    public bool IsInUse()
    {
        using var held = TryLock();
        return held is null;
    }

    /// <summary>Notes what runs.</summary>
    public void Write(TopologyRecord record)
    {
        File.WriteAllText(RecordFile + ".new", JsonSerializer.Serialize(record, Json));
        File.Move(RecordFile + ".new", RecordFile, overwrite: true);
    }

    /// <summary>What runs from here; null where nothing does.</summary>
    public TopologyRecord? Read() => IsInUse() && File.Exists(RecordFile) ? JsonSerializer.Deserialize<TopologyRecord>(File.ReadAllText(RecordFile), Json) : null;
}

/// <summary>What runs on this machine.</summary>
/// <param name="Pid">The process that started the others.</param>
/// <param name="Url">Where the API is reached.</param>
/// <param name="Processes">The others.</param>
internal sealed record TopologyRecord(int Pid, string Url, IReadOnlyList<ProcessRecord> Processes);

/// <summary>One process of a cluster.</summary>
/// <param name="Name">Its name, such as <c>silo-1</c>.</param>
/// <param name="Url">Where its health is asked; null where it has no HTTP.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="Health">How it is: ready, or why not.</param>
/// <param name="Log">Its log.</param>
internal sealed record ProcessRecord(string Name, string? Url, int? Pid, string Health, string Log);
