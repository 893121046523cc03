using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PersonaGrain.Silo.Topology;

/// <summary>The folder of a cluster on this machine: the database, a log for each process, what is noted about the processes.</summary>
internal sealed class TopologyFolder
{
    // Each looks for an instant.
    private const int MostLookers = 10_000;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Makes the folder where it is missing.</summary>
    /// <exception cref="IOException">It can not be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
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
        var held = TryOpen(FileAccess.ReadWrite, FileShare.None);
        for (var lookers = 0; held is null && lookers < MostLookers && !IsInUse(); lookers++)
        {
            held = TryOpen(FileAccess.ReadWrite, FileShare.None);
        }

        return held;
    }

    /// <summary>Whether a cluster runs from here. Those who look do not exclude each other, and one that starts meanwhile tries again.</summary>
    public bool IsInUse()
    {
        using var looked = TryOpen(FileAccess.Read, FileShare.Read);
        return looked is null;
    }

    /// <summary>Removes what was noted about the processes of an earlier run; for the one that holds the folder.</summary>
    public void Forget()
    {
        File.Delete(RecordFile);
        foreach (var pid in Directory.EnumerateFiles(Inside("run"), "*.pid"))
        {
            File.Delete(pid);
        }
    }

    /// <summary>Notes what runs.</summary>
    public void Write(TopologyRecord record)
    {
        File.WriteAllText(RecordFile + ".new", JsonSerializer.Serialize(record, Json));
        File.Move(RecordFile + ".new", RecordFile, overwrite: true);
    }

    /// <summary>What runs from here; null where nothing does, or what was noted is of a process that is gone.</summary>
    public TopologyRecord? Read()
    {
        if (!IsInUse())
        {
            return null;
        }

        try
        {
            var record = JsonSerializer.Deserialize<TopologyRecord>(File.ReadAllText(RecordFile), Json);
            using var keeper = record is null ? null : Process.GetProcessById(record.Pid);
            return record;
        }
        catch (Exception gone) when (gone is FileNotFoundException or ArgumentException)
        {
            return null;
        }
    }

    private FileStream? TryOpen(FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(Inside("run/lock"), FileMode.OpenOrCreate, access, share);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>What runs on this machine.</summary>
/// <param name="Pid">The process that started the others.</param>
/// <param name="Url">Where the API is reached.</param>
/// <param name="Database">How its own database is reached; of a server that was given, only where it is.</param>
/// <param name="Processes">The others; none while they start or end.</param>
internal sealed record TopologyRecord(int Pid, string Url, string? Database, IReadOnlyList<ProcessRecord> Processes)
{
    /// <summary>Whether all of them are there and ready.</summary>
    [JsonIgnore]
    public bool IsReady => Processes.Count > 0 && Processes.All(static process => process.Health == "ready");
}

/// <summary>One process of a cluster.</summary>
/// <param name="Name">Its name, such as <c>silo-1</c>.</param>
/// <param name="Url">Where its health is asked; null where it has no HTTP.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="Health">How it is: ready, or why not.</param>
/// <param name="Log">Its log.</param>
internal sealed record ProcessRecord(string Name, string? Url, int? Pid, string Health, string Log);
