using System.Text;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>The lines of all files of a run, one file after the other.</summary>
internal sealed class InputLines(IReadOnlyList<IngestInput> inputs)
{
    private readonly long _bytes = inputs.Sum(static input => new FileInfo(input.OnDisk).Length);
    private long _read;

    /// <summary>How much of the files was read, 0 to 1.</summary>
    public double Fraction => _bytes == 0 ? 1 : (double)Interlocked.Read(ref _read) / _bytes;

    /// <summary>Why reading ended before the end of the last file, or null.</summary>
    public InputFaultException? Fault { get; private set; }

    /// <summary>Reads the lines in order, once. Ends early where a file can not be read on, and says so in <see cref="Fault"/>.</summary>
    public IEnumerable<SourceLine> Read()
    {
        var done = 0L;
        foreach (var input in inputs)
        {
            using var file = new InputFile(input.OnDisk);
            var count = 0L;
            using var lines = input.Lines(file).GetEnumerator();
            while (Next(lines, input, file, count))
            {
                count++;
                Interlocked.Exchange(ref _read, done + file.Position);
                yield return lines.Current with { Input = input.Index };
            }

            done += file.Length;
            if (Fault is not null)
            {
                yield break;
            }
        }
    }

    private bool Next(IEnumerator<SourceLine> lines, IngestInput input, InputFile file, long count)
    {
        try
        {
            return lines.MoveNext();
        }
        catch (InvalidDataException fault)
        {
            Fault = Of(input, file.Damaged(fault, count == 0 ? 0 : lines.Current.Number));
        }
        catch (DecoderFallbackException)
        {
            Fault = Of(input, InputText.Invalid(input.OnDisk, input.Mapping?.Encoding));
        }
        catch (InputFaultException fault)
        {
            Fault = Of(input, fault);
        }

        return false;
    }

    private static InputFaultException Of(IngestInput input, InputFaultException fault) => new(fault.Message, fault.WhatToDo) { File = input.Path };
}
