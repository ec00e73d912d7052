/**
 * Types of Python's requests and answers. Only for the type checker and readers; no page fetches this file.
 */

/**
 * @typedef {Record<string, number | string | number[] | string[]>} Choices By their names in an address.
 * @typedef {ArrayLike<number>[]} Matrix Rows of numbers.
 *
 * @typedef {object} Frame An answer of the session.
 * @property {number} epoch
 * @property {number} loss
 * @property {ArrayLike<number>} losses One for each epoch since the last frame, before its update.
 * @property {number} [held_loss] Of the held-out rows, if there are any.
 * @property {import("../state/curve.js").Line} [held_losses] The same at some epochs since the last frame.
 * @property {number} [accuracy] Of the training rows, if there are classes.
 * @property {number} [held_accuracy]
 * @property {ArrayLike<number>} predictions Row by row, one for each output.
 * @property {Record<string, Matrix>} parameters
 * @property {Record<string, Record<string, Matrix | ArrayLike<number>>>} training_state What training resumes from besides
 *   the parameters: the page keeps it and gives it back.
 * @property {boolean} [ended] Whether the reader's own loop has ended by itself.
 * @property {Source[]} [program] If choices may have changed it.
 * @property {string[]} frozen The labels of frozen parameters, such as `W1[0,1]`.
 * @property {ArrayLike<number>} [boundary] Predictions on a grid, row by row from the lower left, one output after another.
 * @property {ArrayLike<number>} [curve] Predictions along a single input, one output after another.
 * @property {import("../state/timeline.js").Kept} [kept] The checkpoints since the last frame.
 * @property {Finding[] | null} [diagnosis] Why the run does not learn; null during training.
 * @property {Data} [data] The rows; those of a truth table are in the choices.
 * @property {Record<string, Matrix>} [gradients] `dW1`, `db1` and so on, of the current parameters.
 * @property {NeuronMaps[]} [neurons] One for each layer.
 * @property {HiddenSpace | null} [hidden_space] Null without a hidden layer.
 * @property {Record<"weights" | "activations" | "gradients", Histogram>[]} [histograms] One for each layer.
 * @property {RowErrors} [rows]
 * @property {{way: "compiled" | "numpy" | "loading" | "off", reason: string, operations: number}} [compiled] How the epochs
 *   were run: how many operations on single numbers one is, or the reason why NumPy ran them. The compiler may be `loading`,
 *   or switched `off`.
 *
 * @typedef {object} Operations An epoch as it is compiled: all operations, or the numbers of one.
 * @property {string} [problem] Why there are none, in words.
 * @property {number} [epoch]
 * @property {Operation[]} [operations] In the order of the program.
 * @property {number} [single] How many operations on single numbers they are.
 * @property {Uint8Array} [wasm] The compiled code.
 * @property {[number, number]} [shape]
 * @property {ArrayLike<number>} [numbers] Row after row.
 *
 * @typedef {object} Operation
 * @property {string} operation
 * @property {[number, number]} shape
 * @property {(number | string)[]} of What it is done to: the number of another operation, from 1, or a name.
 * @property {string | null} part The function that it comes from.
 * @property {number | null} line Of that function's text, from 1.
 *
 * @typedef {object} Data The data of a run.
 * @property {number} rows Their number; the arrays may have only an even sample.
 * @property {number} held_rows How many are held out.
 * @property {ArrayLike<number>} X The inputs, row after row.
 * @property {ArrayLike<number>} y The targets, row after row: one for each output.
 * @property {ArrayLike<number>} held 1 for a row that is held out.
 * @property {string[]} inputs Their names.
 * @property {string[]} outputs
 * @property {string[]} classes Two for an output of 0 or 1, more with one output each; empty for regression.
 * @property {number[]} counts Rows of each class.
 * @property {[number, number][]} ranges The range of each input in pictures.
 * @property {number[]} mean Of each input.
 * @property {[number, number][]} target_ranges What each output's 0 and 1 stand for.
 * @property {[number, number]} target_limits The smallest and the largest target, as the network learns them.
 * @property {string[]} notes Remarks on the data.
 *
 * @typedef {object} Reading How the reader's own data is to be read, where that was chosen by hand. Columns count from 0.
 * @property {string} [encoding]
 * @property {string} [separator]
 * @property {string} [decimal]
 * @property {boolean} [header]
 * @property {number[]} [targets]
 * @property {number[]} [left_out]
 * @property {boolean} [classes]
 * @property {boolean} [scale_inputs]
 * @property {boolean} [scale_targets]
 * @property {boolean} [drop_missing] Whether to leave out rows that lack a value.
 * @property {number} [of_rows] No choice but a fact: the page took these rows from so many.
 *
 * @typedef {Reading & {columns: string[], whole?: boolean}} Found What the choices come to, as far as the data can be
 *   read; and whether the data says all that is in the text.
 *
 * @typedef {{what: string, layer: number | null} & Record<string, any>} Finding `diagnosis.py` lists them.
 *
 * @typedef {object} NeuronMaps The outputs of one layer's neurons on the boundary's grid.
 * @property {ArrayLike<number>} values Neuron by neuron, row by row from the lower left.
 * @property {number} middle
 * @property {number} reach The largest distance from the middle.
 *
 * @typedef {object} HiddenSpace The rows in the space of a hidden layer.
 * @property {number} layer Counted from 1.
 * @property {number} neurons
 * @property {ArrayLike<number>} rows Their indices, if not all are shown.
 * @property {number} all_rows
 * @property {Matrix} inputs
 * @property {Matrix} targets
 * @property {Matrix} points
 * @property {number[]} shares Of the variance, for principal components; else empty.
 * @property {[number, number][]} ranges
 * @property {ArrayLike<number>} field The outputs over the ranges, row by row from the lower left, one output after
 *   another.
 *
 * @typedef {object} LossSlice The loss in a plane through the present parameters.
 * @property {[number, number][]} ranges
 * @property {number} side Of the grid.
 * @property {ArrayLike<number>} losses Row by row from the lower left.
 * @property {ArrayLike<number>} points Of the run's path, x and y of each.
 * @property {ArrayLike<number>} at_points The true losses there.
 * @property {number} share How much of the path lies in the plane.
 * @property {number[]} epochs Of these points.
 *
 * @typedef {{low: number, high: number, counts: ArrayLike<number>, others: number}} Histogram
 *
 * @typedef {object} RowErrors
 * @property {{counts: Matrix, accuracy: number, others: number} | null} confusion Null without classes.
 * @property {ArrayLike<number>} rows
 * @property {number} all_rows
 * @property {Matrix} inputs
 * @property {Matrix} targets
 * @property {Matrix} predictions
 * @property {ArrayLike<number>} losses
 *
 * @typedef {object} MenuEntry
 * @property {string} name
 * @property {string} label
 * @property {"tables" | "points" | "curves" | "own"} [group] Of a dataset.
 * @property {number[]} [targets] Of a truth table, row by row.
 * @property {string[]} [inputs]
 * @property {string[]} [outputs]
 * @property {boolean} [of_numbers] Of a loss: whether it takes targets of any size.
 * @property {[number | null, number | null]} [reach] Of an output activation: between which numbers its outputs are.
 *
 * @typedef {{least?: number, most?: number, above?: number, whole?: boolean, longest?: number, one_for_each?: string}} Limits
 *
 * @typedef {{step: number, name: string, source: string, live?: LiveText[]}} Source A part of the program: its step in
 *   the tutorial (10 for the end), function and text, and the numbers and names in it that a choice decides.
 * @typedef {{line: number, column: number, end: number, choice: string, place: number}} LiveText Lines and columns count
 *   from 0; \`place\` counts within a choice of several.
 *
 * @typedef {{text: string, data?: string, data_file: string}} Program A file to download, and the text of its data file, if
 *   it has one.
 *
 * @typedef {object} Description The session's `describe`, and the recording.
 * @property {Choices} defaults
 * @property {string[]} new_run The choices whose change starts a new run.
 * @property {Record<string, Limits>} limits
 * @property {Record<string, MenuEntry[]>} menus
 * @property {Record<"one" | "several", Record<string, Record<string, string>>>} advice On odd pairs: by number of outputs,
 *   loss, and output activation.
 * @property {{title: string, sentences: string[]}[]} steps
 * @property {Source[]} program The tutorial's.
 * @property {[number, number]} boundary_range
 * @property {Frame & {recorded_epochs: number[]}} run
 * @property {{hidden: number, seeds: number, solved: number}[]} survey
 * @property {string[]} axes The choices that a map can have.
 * @property {string[]} fixed The parts of a program that are no functions: nobody edits them.
 * @property {Tables} tables
 * @property {Record<string, string>} labels How a single weight or bias is called, by the first letter of its array, with
 *   `{name}`, `{row}` and `{column}` to be filled in.
 * @property {{epochs: number, part: number, share: number}[]} stuck A run of at least so many epochs is stuck if its loss
 *   fell by less than this share in the last part of it.
 * @property {Record<"table_rows" | "rows" | "shown_rows" | "characters" | "lines" | "epochs" | "seeds", number>} most Limits:
 *   of rows of a table, of rows of own data, of those that are shown, of characters of a function, of lines that one keeps
 *   of what it prints, of epochs in a file, of seeds at once.
 *
 * @typedef {object} Tables Custom truth tables, by the number of inputs or outputs.
 * @property {Record<number, string[]>} inputs Their names.
 * @property {Record<number, string[]>} outputs
 * @property {Record<number, number[][]>} rows The inputs of each row.
 */

export {};
