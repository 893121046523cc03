using System.Buffers;
using System.Text;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest.Sorting;

/// <summary>A sorted run of lines in a temporary file, deleted when disposed.</summary>
internal sealed class SpilledRun : IDisposable
{
    private const int BufferSize = 1 << 16;
    private readonly string _path;
    private readonly int _count;

    private SpilledRun(string path, int count) => (_path, _count) = (path, count);

    /// <summary>Writes lines, all with an observation, to a new file.</summary>
    public static SpilledRun Write(string path, IReadOnlyList<SourceLine> lines)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);
        using var writer = new BinaryWriter(file, Encoding.Unicode);
        var signal = new ArrayBufferWriter<byte>();
        foreach (var line in lines)
        {
            var observation = line.Observation!.Value;
            signal.ResetWrittenCount();
            SignalCodec.Write(observation.Signal, observation.Signal.Time, signal);
            writer.Write7BitEncodedInt(line.Input);
            writer.Write7BitEncodedInt64(line.Number);
            writer.Write(line.Text);
            writer.Write(observation.Profile.Value);
            WriteOthers(writer, observation.Others ?? []);
            writer.Write7BitEncodedInt(signal.WrittenCount);
            writer.Write(signal.WrittenSpan);
        }

        return new SpilledRun(path, lines.Count);
    }

    /// <summary>Reads the lines back, in order.</summary>
    public IEnumerable<SourceLine> Read()
    {
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
        using var reader = new BinaryReader(file, Encoding.Unicode);
        for (var index = 0; index < _count; index++)
        {
            var input = reader.Read7BitEncodedInt();
            var number = reader.Read7BitEncodedInt64();
            var text = reader.ReadString();
            var profile = ProfileId.Parse(reader.ReadString());
            var others = ReadOthers(reader);
            var (signal, _) = SignalCodec.Read(reader.ReadBytes(reader.Read7BitEncodedInt()));
            yield return new SourceLine(number, text, new Observation(profile, signal) { Others = others }, null) { Input = input };
        }
    }

    private static void WriteOthers(BinaryWriter writer, IReadOnlyList<Identity> others)
    {
        writer.Write7BitEncodedInt(others.Count);
        foreach (var other in others)
        {
            writer.Write(other.Kind);
            writer.Write(other.Value);
        }
    }

    private static Identity[]? ReadOthers(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        var others = count == 0 ? null : new Identity[count];
        for (var index = 0; index < count; index++)
        {
            others![index] = new Identity(reader.ReadString(), reader.ReadString());
        }

        return others;
    }

    /// <inheritdoc />
    public void Dispose() => File.Delete(_path);
}
