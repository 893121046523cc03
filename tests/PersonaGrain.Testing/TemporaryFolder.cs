namespace PersonaGrain.Testing;

/// <summary>A new empty folder that is deleted, with what is in it, when disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private const string MemoryFileSystem = "/dev/shm";
    private const long RoomNeeded = 4L << 30;
    private const long MemoryNeeded = 12L << 30;

    /// <summary>A folder in the place that the system has for what is temporary.</summary>
    public TemporaryFolder()
        : this(Directory.CreateTempSubdirectory(Prefix).FullName)
    {
    }

    private TemporaryFolder(string path) => Path = path;

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    private static string Prefix => "personagrain-";

    /// <summary>
    /// A folder in memory, where this machine has plenty, else one on disk. Files that are made and deleted by the thousand cost next to
    /// nothing there, while a file system on disk looks for each new one a place that was not deleted of late.
    /// </summary>
    public static TemporaryFolder InMemory()
    {
        if (OperatingSystem.IsWindows() || !HasRoom())
        {
            return new TemporaryFolder();
        }

        var path = System.IO.Path.Combine(MemoryFileSystem, Prefix + System.IO.Path.GetRandomFileName());
        return new TemporaryFolder(Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName);
    }

    /// <summary>The path of a file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Deletes the folder.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    /// <summary>A container may have a large one and little memory behind it.</summary>
    private static bool HasRoom() =>
        Directory.Exists(MemoryFileSystem)
        && new DriveInfo(MemoryFileSystem).AvailableFreeSpace >= RoomNeeded
        && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= MemoryNeeded;
}
