using System.IO.Compression;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>An input file, plain or gzip: told by its first bytes, not its name.</summary>
internal sealed class InputFile : IDisposable
{
    private readonly ArchiveStream _file;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It can not be opened.</exception>
    /// <exception cref="InputFaultException">It is an archive of another kind.</exception>
    public InputFile(string path)
    {
        _file = new ArchiveStream(path);
        Span<byte> start = stackalloc byte[4];
        var length = _file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        _file.Position = 0;
        if (length == 4 && start.SequenceEqual("PK\x03\x04"u8))
        {
            _file.Dispose();
            throw new InputFaultException("this is a zip archive", "unpack it and name the file in it, or save a spreadsheet as CSV; plain and gzipped files are read");
        }

        IsPacked = length >= 2 && start[0] == 0x1F && start[1] == 0x8B;
        Content = IsPacked ? new GZipStream(_file, CompressionMode.Decompress) : _file;
    }

    /// <summary>The content, unpacked.</summary>
    public Stream Content { get; }

    /// <summary>It is gzipped.</summary>
    public bool IsPacked { get; }

    /// <summary>The bytes of the file.</summary>
    public long Length => _file.Length;

    /// <summary>How many of them were read.</summary>
    public long Position => _file.Position;

    /// <summary>More was asked for than it holds.</summary>
    public bool IsCutOff => _file.HasEnded;

    /// <summary>What a fault of the archive means, with how far its reading came.</summary>
    public InputFaultException Damaged(InvalidDataException fault, long lines) => new(
        IsCutOff
            ? $"the gzip file is cut off after line {lines:N0}"
            : $"the gzip file is damaged after line {lines:N0} ({Position:N0} of {Length:N0} bytes): {fault.Message}",
        "fetch it again, then run the same command (where it is not only cut off but damaged, the last lines before may be wrong)");

    /// <inheritdoc />
    public void Dispose()
    {
        Content.Dispose();
        _file.Dispose();
    }
}
