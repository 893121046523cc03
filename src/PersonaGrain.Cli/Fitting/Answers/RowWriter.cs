using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;

namespace PersonaGrain.Cli.Fitting.Answers;

/// <summary>Writes what is said of each row to a file: JSON lines where its name ends in .json, .jsonl or .ndjson, else CSV.</summary>
internal static class RowWriter
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file, over one that is there, and tells how many rows it has.</summary>
    public static async Task<int> WriteAsync(string path, RowAnswers answers, CancellationToken cancellation)
    {
        await using var file = new StreamWriter(path);
        return Path.GetExtension(path).ToUpperInvariant() is ".JSON" or ".JSONL" or ".NDJSON"
            ? await WriteJsonAsync(file, answers, cancellation)
            : await WriteCsvAsync(file, answers, cancellation);
    }

    private static async Task<int> WriteJsonAsync(StreamWriter file, RowAnswers answers, CancellationToken cancellation)
    {
        var written = 0;
        foreach (var row in answers.Rows)
        {
            var line = new JsonObject(answers.Names.Zip(row, KeyValuePair.Create)).ToJsonString(Readable);
            await file.WriteLineAsync(line.AsMemory(), cancellation);
            written++;
        }

        return written;
    }

    private static async Task<int> WriteCsvAsync(StreamWriter file, RowAnswers answers, CancellationToken cancellation)
    {
        await using var csv = new CsvWriter(file, CultureInfo.InvariantCulture, leaveOpen: true);
        var written = 0;
        foreach (var name in answers.Names)
        {
            csv.WriteField(name);
        }

        await csv.NextRecordAsync();
        foreach (var row in answers.Rows)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var field in row)
            {
                csv.WriteField(field?.ToString());
            }

            await csv.NextRecordAsync();
            written++;
        }

        return written;
    }
}
