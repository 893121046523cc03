namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>
/// A file of this user's own in the folder for temporary files; deleted when disposed, and by a later run where its process was killed.
/// </summary>
internal sealed class TemporaryCopy : IDisposable
{
    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);

    // Names tell whose they are, so that one who may delete all files deletes no others.
    private static readonly string Prefix = $"personagrain-input-{Environment.UserName}-";

    private FileStream _open;

    /// <summary>Makes an empty one, which only its owner can read.</summary>
    public TemporaryCopy()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), Prefix + Guid.NewGuid().ToString("n"));
        _open = new FileStream(Path, options);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Adds to it.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => _open.WriteAsync(bytes, cancellation);

    /// <summary>Nothing more is added: it can be read. It stays open here, since what is open is in use and not stale.</summary>
    public async Task CompleteAsync()
    {
        await _open.DisposeAsync();
        _open = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
    }

    /// <summary>Deletes those of this user that were left behind: written a day ago or longer, and open nowhere.</summary>
    public static void DeleteStale()
    {
        foreach (var path in Directory.EnumerateFiles(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                if (File.GetLastWriteTimeUtc(path) < DateTime.UtcNow - Stale)
                {
                    using var unused = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
                    File.Delete(path);
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // In use, another's, or just deleted by another run: none of this run's business.
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _open.Dispose();
        File.Delete(Path);
    }
}
