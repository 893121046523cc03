using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Catalogs;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Identities;

namespace PersonaGrain.Cli.Ingest;

/// <summary>Shows how the first lines of files are read, and writes nothing.</summary>
internal static class DryRun
{
    private const int Shown = 10;

    /// <summary>Shows them and hands back the exit code: that of an input that can not be read, or of which every line shown is rejected.</summary>
    public static async Task<int> ShowAsync(PersonaConsole console, IReadOnlyList<IngestInput> inputs, IngestRequest request, CancellationToken cancellation)
    {
        var catalog = await CatalogFile.LoadAsync(console, request.Store, cancellation);
        if (catalog.Failed)
        {
            return (int)ExitCode.FaultyInput;
        }

        var kinds = (catalog.Document is { } document ? Catalog.Compile(document) : StoredCatalog(console, request))?.Identities ?? IdentityKinds.Standard;
        return KindCheck.Refuse(console, inputs, kinds) ?? Show(console, [.. inputs.Select(input => input with { Kinds = kinds })], request.Json);
    }

    private static Catalog? StoredCatalog(PersonaConsole console, IngestRequest request)
    {
        if (StoreReading.Open(request.Store.Folder, console.Time) is not StoreReadingOpening.Opened(var store))
        {
            return null;
        }

        using (store)
        {
            return store.Catalog;
        }
    }

    private static int Show(PersonaConsole console, IReadOnlyList<IngestInput> inputs, bool json)
    {
        var code = ExitCode.Done;
        using var answers = new JsonAnswers(console.Output);
        foreach (var input in inputs)
        {
            var lines = new InputLines([input with { Index = 0 }]);
            var first = lines.Read().Take(Shown).ToList();
            if (json)
            {
                first.ForEach(line => answers.Write((Input: input, Line: line), WriteLine));
            }
            else
            {
                WriteTable(console, input, first);
            }

            if (lines.Fault is { } fault)
            {
                code = (ExitCode)console.Fail(ExitCode.FaultyInput, $"{fault.File}: {fault.Message}", fault.WhatToDo);
            }
            else if (first.Count > 0 && first.TrueForAll(static line => line.Fault is not null))
            {
                code = ExitCode.NothingTaken;
            }
        }

        console.Notice("nothing was loaded: this was a dry run");
        return (int)code;
    }

    private static void WriteTable(PersonaConsole console, IngestInput input, List<SourceLine> lines)
    {
        var zone = input.Mapping?.Zone;
        console.Answer(TerminalText.Of($"{input.Path}: {input.Reading}{(zone is null ? string.Empty : $"; local times of {zone}")}"));
        var table = ConsoleTables.Create("#line", "profile", "type", $"time ({zone?.Id ?? "UTC"})", "#value", "attributes and traits", "notes");
        foreach (var line in lines)
        {
            table.AddTexts(Cells(line, input));
        }

        console.Answers.Write(table);
    }

    private static string[] Cells(SourceLine line, IngestInput input)
    {
        if (line.Observation is not { } observation)
        {
            var why = line.Fault is { } fault ? $"rejected: {FaultWords.Of(LineValue.Shown(line, fault))}" : "skipped by a rule";
            return [line.Number.ToString(), "–", "–", "–", "–", "–", why];
        }

        var signal = observation.Signal;
        var fields = signal.Attributes.Entries.ToArray().Select(static entry => $"{entry.Key}={entry.Value}")
            .Concat(signal.Traits.Select(static trait => $"trait {trait.Name}={trait.Value}"));
        return
        [
            line.Number.ToString(), observation.Profile.Value, signal.Type, ZonedTime.Of(signal.Time, input.Mapping?.Zone),
            signal.Value?.ToString("R") ?? "–", string.Join(", ", fields), string.Join("; ", line.Notes.Select(note => FaultWords.Of(LineValue.Shown(line, note)))),
        ];
    }

    private static void WriteLine(Utf8JsonWriter writer, (IngestInput Input, SourceLine Line) read)
    {
        var (input, line) = read;
        writer.WriteStartObject();
        writer.WriteString("file"u8, input.Path);
        writer.WriteString("readAs"u8, input.Reading);
        writer.WriteNumber("line"u8, line.Number);
        if (line.Observation is { } observation)
        {
            WriteSignal(writer, observation);
        }

        if (line.Fault is { } fault)
        {
            writer.WritePropertyName("rejected"u8);
            WriteFault(writer, LineValue.Shown(line, fault));
        }

        writer.WriteStartArray("notes"u8);
        foreach (var note in line.Notes)
        {
            WriteFault(writer, LineValue.Shown(line, note));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSignal(Utf8JsonWriter writer, Grid.Observation observation)
    {
        var signal = observation.Signal;
        writer.WriteString("id"u8, signal.Id);
        writer.WriteString("profile"u8, observation.Profile.Value);
        writer.WriteString("type"u8, signal.Type);
        writer.WriteString("time"u8, signal.Time.ToString());
        if (signal.Value is { } value)
        {
            writer.WriteNumber("value"u8, value);
        }

        writer.WriteStartObject("attributes"u8);
        foreach (var (name, attribute) in signal.Attributes.Entries.ToArray())
        {
            writer.WritePropertyName(name);
            AttributeJson.Write(writer, attribute);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("traits"u8);
        foreach (var trait in signal.Traits)
        {
            writer.WritePropertyName(trait.Name);
            AttributeJson.Write(writer, trait.Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteFault(Utf8JsonWriter writer, Signals.SignalFault fault)
    {
        writer.WriteStartObject();
        writer.WriteString("reason"u8, fault.Reason);
        writer.WriteString("field"u8, fault.Field);
        writer.WriteString("value"u8, fault.Sample);
        writer.WriteString("message"u8, fault.Message);
        writer.WriteEndObject();
    }
}
