using System.CommandLine;
using System.Text.Json;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Forecasts;
using PersonaGrain.Cli.Overlaps;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Inspect;

/// <summary><c>persona segments</c>: every segment with its size.</summary>
internal static class SegmentsCommand
{
    public static Command Create(PersonaConsole console) => new InspectOptions().AddTo(
        new Command("segments", "Shows every segment with its members, entered and exited counts") { ForecastCommand.Create(console), OverlapCommand.Create(console) },
        console,
        async (_, reader, json, cancellation) =>
        {
            var segments = await reader.SegmentsAsync(cancellation);
            if (json)
            {
                using var answers = new JsonAnswers(console.Output);
                answers.Write((segments, reader.At), Write);
            }
            else
            {
                SegmentsTable.Write(console, segments, reader.At);
            }

            return (int)ExitCode.Done;
        });

    private static void Write(Utf8JsonWriter writer, (IReadOnlyList<SegmentView> Segments, Instant At) answer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("segments"u8);
        foreach (var segment in answer.Segments)
        {
            SegmentJson.Write(writer, segment);
        }

        writer.WriteEndArray();
        writer.WriteString("asOf"u8, answer.At.ToString());
        writer.WriteEndObject();
    }
}
