using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Fitting.Answers;
using PersonaGrain.Cli.Fitting.Tables;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Fitting;

/// <summary>One run of <c>persona fit</c>: reads the table, fits, and answers.</summary>
/// <param name="console">Where it answers.</param>
/// <param name="kind">The kind of fit.</param>
/// <param name="request">What was asked.</param>
internal sealed class FitRun(PersonaConsole console, string kind, FitRequest request)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private int _dropped;

    /// <summary>Runs and hands back the exit code: 1 where the data give no answer.</summary>
    /// <param name="fit">What is done with the table; it is null where none was named.</param>
    /// <param name="cancellation">Ends the run.</param>
    public async Task<int> RunAsync(Func<TableFields?, FitAnswer> fit, CancellationToken cancellation)
    {
        try
        {
            var answer = await AnswerAsync(fit, cancellation);
            if (request.Output is { } output && answer.Rows is { } rows)
            {
                var written = await RowWriter.WriteAsync(output, rows, cancellation);
                console.Notice($"{output}: {CountText.Of(written, "row")}");
            }

            Tell(answer);
            return (int)ExitCode.Done;
        }
        catch (DataFaultException fault)
        {
            return Refuse(fault);
        }
        catch (InputFaultException fault)
        {
            return Refuse(new DataFaultException(fault.Message, fault.WhatToDo));
        }
    }

    private async Task<FitAnswer> AnswerAsync(Func<TableFields?, FitAnswer> fit, CancellationToken cancellation)
    {
        if (request.Table is not { } table)
        {
            return fit(null);
        }

        using var piped = await PipedInputs.ReadAsync(console, [table.File], isLook: false, cancellation);
        var path = piped.OnDisk(table.File);
        var what = "reading";
        var answer = Task.Run(
            () =>
            {
                var fields = FitTable.Read(path, table);
                what = $"fitting {CountText.Of(fields.Rows.Count, "row")}";
                _dropped = fields.Dropped;
                return fit(fields);
            },
            cancellation).WaitAsync(cancellation);
        await ProgressDisplay.TellAsync(console, answer, () => what);
        return await answer;
    }

    private void Tell(FitAnswer answer)
    {
        if (_dropped > 0)
        {
            TellDropped();
        }

        foreach (var notice in answer.Notices)
        {
            console.Notice(notice);
        }

        var values = new JsonObject { ["kind"] = kind };
        foreach (var (name, value) in answer.Values)
        {
            values[name] = value?.DeepClone();
        }

        if (request.Table is { DropsMissing: true })
        {
            values["dropped"] = _dropped;
        }

        if (request.Json)
        {
            console.Answer(values.ToJsonString(Readable));
        }
        else
        {
            AnswerTables.Write(console, values);
        }
    }

    private void TellDropped() => console.Notice($"left out, since they lack a value: {CountText.Of(_dropped, "row")}");

    private int Refuse(DataFaultException fault)
    {
        var file = request.Table is { } table ? PipedInputs.NameOf(table.File) + ": " : string.Empty;
        if (request.Json)
        {
            var values = new JsonObject { ["kind"] = kind, ["converged"] = false, ["fault"] = fault.Message };
            if (fault.Line is { } line)
            {
                values["line"] = line;
            }

            if (fault.Column is { } column)
            {
                values["column"] = column;
            }

            if (request.Table is { DropsMissing: true })
            {
                values["dropped"] = fault.Dropped ?? _dropped;
            }

            console.Answer(values.ToJsonString(Readable));
        }
        else if (_dropped > 0)
        {
            TellDropped();
        }

        return console.Fail(ExitCode.Unexpected, file + fault.Text, fault.WhatToDo);
    }
}
