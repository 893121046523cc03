using System.IO.Compression;
using System.Text;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>An input file, plain or gzip (told by its first bytes, not its name), read as UTF-8.</summary>
internal sealed class InputFile : IDisposable
{
    private readonly FileStream _file;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It can not be opened.</exception>
    public InputFile(string path)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        var packed = _file.ReadByte() == 0x1F && _file.ReadByte() == 0x8B;
        _file.Position = 0;
        Stream content = packed ? new GZipStream(_file, CompressionMode.Decompress) : _file;
        Text = new StreamReader(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
    }

    public StreamReader Text { get; }

    /// <summary>How much of the file was read, 0 to 1.</summary>
    public double Fraction => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    /// <inheritdoc />
    public void Dispose()
    {
        Text.Dispose();
        _file.Dispose();
    }
}
